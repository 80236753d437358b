using SwiftDiffusion.Local;

return await Cli.RunAsync(args, Terminal.OfProcess(), TimeProvider.System);

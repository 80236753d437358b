using System.CommandLine;
using SwiftDiffusion.Bench;
using SwiftDiffusion.Bench.Fleet;
using SwiftDiffusion.Bench.Models;
using SwiftDiffusion.Diffusion.Onnx;

var family = new Option<string>("--family") { Description = "Whose shapes to measure: sd15 (default) or sdxl.", DefaultValueFactory = _ => "sd15" };
family.AcceptOnlyFromAmong([.. ModelFamily.All.Select(known => known.Name)]);
var rounds = new Option<int>("--rounds") { Description = "How often the pieces are timed, in turn.", DefaultValueFactory = _ => 5 };
var steps = new Option<int>("--steps") { Description = "Steps of a painting.", DefaultValueFactory = _ => 3 };
var threads = new Option<int>("--threads") { Description = "Threads of the networks; 0 for one per core." };
var cache = new Option<string>("--models")
{
    Description = "Folder for models of full size with random weights; they are written once and take gigabytes.",
    DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "swiftdiffusion-models"),
};
var device = new Option<string[]>("--device") { Description = "Where the models of 'adapters' run, for example cpu:threads=1; repeatable. Default: one cpu." };
var size = new Option<int?>("--size") { Description = "Of pictures, in pixels; default: what the family was trained at." };
var postcards = new Option<string>("--postcards") { Description = "Folder of the model that ships.", DefaultValueFactory = _ => "models/postcards" };
var json = new Option<FileInfo?>("--json") { Description = "File for the figures; bench/README.md explains its keys." };

var root = new RootCommand("Measures SwiftDiffusion's engine. Quiet machines give the best figures; ratios are taken in turn, A B A B.")
{
    Measurement("engine", "A UNet step against a matrix product, time by operator, and the phases of a painting.", EngineCommand.Run),
    Measurement("loras", "Patching two LoRAs of rank 16 in and out, against a step.", LorasCommand.Run),
    Measurement("adapters", "Latency with 0 to 3 ControlNets and 0 to 2 LoRAs, warm and cold.", AdaptersCommand.Run),
    Measurement("plans", "A ControlNet beside the UNet's encoder, and guidance halves apart, on devices of one thread.", PlansCommand.Run),
    Measurement("overlap", "LoRAs that come late: pictures against those with the LoRA from the start, and latency.", OverlapCommand.Run),
    Measurement("memory", "The peak of a painting against the weights.", MemoryCommand.Run),
    Autoscaling(),
};
return root.Parse(args).Invoke();

Command Measurement(string name, string description, Action<BenchOptions> run)
{
    var command = new Command(name, description) { family, rounds, steps, threads, cache, device, size, postcards, json };
    command.SetAction(parsed => run(new BenchOptions(
        ModelFamily.All.Single(known => known.Name == parsed.GetValue(family)),
        parsed.GetValue(rounds),
        parsed.GetValue(steps),
        parsed.GetValue(threads),
        parsed.GetValue(cache)!,
        [.. (parsed.GetValue(device) ?? []).Select(DeviceSpec.Parse)],
        parsed.GetValue(size) ?? ModelFamily.All.Single(known => known.Name == parsed.GetValue(family)).Size,
        parsed.GetValue(postcards)!,
        parsed.GetValue(json))));
    return command;
}

Command Autoscaling()
{
    var trace = new Option<FileInfo?>("--trace") { Description = "The GenTD26 trace, with columns second, user, exec_seconds, checkpoint, loras; without it, traffic is drawn from its published figures." };
    var rate = new Option<double>("--rate") { Description = "How many times the jobs of the original come.", DefaultValueFactory = _ => 1 };
    var command = new Command("autoscaling", "Pools that follow their queues, in virtual time: waits, GPU hours and adapter hits of many policies.") { trace, rate, json };
    command.SetAction(parsed => AutoscalingCommand.Run(parsed.GetValue(trace), parsed.GetValue(rate), parsed.GetValue(json)));
    return command;
}

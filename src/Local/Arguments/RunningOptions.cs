using System.CommandLine;
using System.Globalization;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>How the run goes and what it tells.</summary>
internal sealed class RunningOptions(TimeProvider time) : IOptionGroup
{
    public Option<string> Deadline { get; } = OptionForm.Value(
        "--deadline", "TIME",
        "Give up then: after 90s, 5m or 2h, or at a time as 2026-11-25T18:00:00Z. Default: never.");

    public Option<string> Threads { get; } = OptionForm.Value("--threads", "N", "Threads that a network may use, 0 to 1024; 0 is one per core. Default: 0.");

    public DeviceOptions Devices { get; } = new();

    public Option<bool> Json { get; } = OptionForm.Flag("--json", "Write events to standard output, a JSON object a line, the result last.");

    public Option<bool> Verbose { get; } = OptionForm.Flag("--verbose", "Tell on standard error what goes on inside. Default: warnings only.");

    public string Title => "Running";

    public IReadOnlyList<Option> Options => [Deadline, Threads, .. Devices.Options, Json, Verbose];

    public GenerateImages Apply(OptionReader reader, GenerateImages job) =>
        job with { Deadline = reader.Read<DateTimeOffset>(Deadline, "a time from now as 90s, 5m or 2h, or a time with its offset as 2026-11-25T18:00:00Z", TryDeadline) };

    /// <summary>Threads that a network may use.</summary>
    public int ReadThreads(OptionReader reader) => reader.Read(Threads, "a whole number, 0 to 1024",
        static (string text, out int threads) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out threads) && threads <= 1024) ?? 0;

    private bool TryDeadline(string text, out DateTimeOffset deadline)
    {
        var now = time.GetUtcNow();
        deadline = now;
        if (text.Length > 1 && OptionReader.TryNumber(text[..^1], out var amount) && amount > 0 && amount * Seconds(text[^1]) is > 0 and < 1e9 and var seconds)
        {
            deadline = now.AddSeconds(seconds);
            return true;
        }

        // Without its offset a time would mean another moment on another machine.
        string[] forms = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm'Z'"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out deadline);
    }

    private static double Seconds(char unit) => unit switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        _ => 0,
    };
}

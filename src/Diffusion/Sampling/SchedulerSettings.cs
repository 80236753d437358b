using System.Globalization;
using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The values of a scheduler file, by name and type. A value that is null counts as left out.</summary>
internal sealed class SchedulerSettings
{
    private static readonly HashSet<string> Known =
    [
        "num_train_timesteps", "beta_start", "beta_end", "beta_schedule", "trained_betas", "clip_sample", "clip_sample_range", "set_alpha_to_one", "steps_offset",
        "prediction_type", "thresholding", "dynamic_thresholding_ratio", "sample_max_value", "timestep_spacing", "rescale_betas_zero_snr", "variance_type",
        "skip_prk_steps", "interpolation_type", "use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas", "sigma_min", "sigma_max", "timestep_type",
        "final_sigmas_type", "solver_order", "algorithm_type", "solver_type", "lower_order_final", "euler_at_final", "use_lu_lambdas", "use_flow_sigmas", "flow_shift",
        "lambda_min_clipped", "use_dynamic_shifting", "time_shift_type", "predict_x0", "disable_corrector", "solver_p", "shift_terminal", "original_inference_steps",
        "timestep_scaling",
    ];

    private readonly string path;
    private readonly Dictionary<string, JsonElement> values;

    public SchedulerSettings(string path, JsonElement settings)
    {
        this.path = path;
        values = settings.ValueKind == JsonValueKind.Object
            ? settings.EnumerateObject().Where(value => value.Value.ValueKind != JsonValueKind.Null).DistinctBy(value => value.Name).ToDictionary(value => value.Name, value => value.Value)
            : throw new CheckpointException(path, $"is {settings.ValueKind}, expected a JSON object");
    }

    public string? Text(string key, string? absent) => !values.TryGetValue(key, out var value) ? absent
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Unsupported(key, "a string");

    public bool Flag(string key, bool absent) => !values.TryGetValue(key, out var value) ? absent
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Unsupported(key, "true or false");

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public double? Number(string key, double least = double.MinValue, double most = double.MaxValue)
    {
        if (!values.TryGetValue(key, out var value))
        {
            return null;
        }

        // The comparison is false for NaN, too.
        return AsNumber(value) is { } number && number >= least && number <= most ? number
            : throw Unsupported(key, string.Create(CultureInfo.InvariantCulture, $"a number from {least:g6} to {most:g6}"));
    }

    public int Whole(string key, int absent, int least, int most) => !values.TryGetValue(key, out var value) ? absent
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole) && whole >= least && whole <= most ? whole
        : throw Unsupported(key, $"a whole number from {least} to {most}");

    /// <summary>A list of <paramref name="count"/> numbers, each from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public IReadOnlyList<float>? Numbers(string key, int count, double least, double most)
    {
        if (!values.TryGetValue(key, out var value))
        {
            return null;
        }

        var numbers = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(AsNumber).ToArray() : [];
        return numbers.Length == count && numbers.All(number => number >= least && number <= most) ? [.. numbers.Select(number => (float)number!.Value)]
            : throw Unsupported(key, string.Create(CultureInfo.InvariantCulture, $"a list of {count} numbers from {least:g6} to {most:g6}"));
    }

    public IReadOnlyList<int> Wholes(string key) => !values.TryGetValue(key, out var value) ? []
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out _))
            ? [.. value.EnumerateArray().Select(item => item.GetInt32())]
        : throw Unsupported(key, "a list of whole numbers");

    /// <summary>The meaning of one of the words allowed.</summary>
    public T OneOf<T>(string key, T absent, params ReadOnlySpan<(string Word, T Meaning)> allowed)
    {
        if (!values.TryGetValue(key, out var value))
        {
            return absent;
        }

        foreach (var (word, meaning) in allowed)
        {
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(word))
            {
                return meaning;
            }
        }

        throw Unsupported(key, string.Join(", ", allowed.ToArray().Select(pair => $"\"{pair.Word}\"")));
    }

    /// <summary>Refuses a switch that is on, for a feature that no sampler here has.</summary>
    public void RejectOn(params ReadOnlySpan<string> switches)
    {
        foreach (var key in switches)
        {
            if (values.TryGetValue(key, out var value) && value.ValueKind != JsonValueKind.False)
            {
                throw Unsupported(key, "false or null");
            }
        }
    }

    /// <summary>Refuses a setting that no supported class has. Names with an underscore in front are not settings.</summary>
    public void RejectUnknown()
    {
        foreach (var key in values.Keys.Where(key => !key.StartsWith('_') && !Known.Contains(key)))
        {
            throw Unsupported(key, "no setting of this name");
        }
    }

    public CheckpointException Unsupported(string key, string allowed) =>
        new(path, $"'{key}' is {(values.TryGetValue(key, out var value) ? Shortened(value.GetRawText()) : "missing")}; allowed is {allowed}");

    private static string Shortened(string json) => json.Length <= 80 ? json : json[..77] + "...";

    private static double? AsNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };
}

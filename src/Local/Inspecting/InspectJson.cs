using System.Text.Json.Nodes;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Local.Arguments;

namespace SwiftDiffusion.Local.Inspecting;

/// <summary>What is known of a file or folder, for a program. What isn't known is left out.</summary>
internal static class InspectJson
{
    /// <summary>The report as one object.</summary>
    public static JsonObject Of(InspectReport report)
    {
        var inspection = report.Inspection;
        var json = new JsonObject
        {
            ["path"] = inspection.Path,
            ["usable"] = report.IsUsable,
            ["kind"] = Words.Of(inspection.Kind).Replace("control_net", "controlnet", StringComparison.Ordinal).Replace("u_net", "unet", StringComparison.Ordinal),
            ["description"] = inspection.Description,
            ["family"] = report.Family switch
            {
                ModelFamily.StableDiffusion1 => "sd1",
                ModelFamily.StableDiffusion2 => "sd2",
                ModelFamily.StableDiffusionXL => "sdxl",
                _ => null,
            },
            ["parameters"] = inspection.Parameters,
            ["elementTypes"] = new JsonObject(inspection.ElementTypes.Select(type => KeyValuePair.Create(type.Key.ToString(), (JsonNode?)type.Value))),
            ["predictionType"] = inspection.PredictionType,
            ["inChannels"] = inspection.InChannels,
            ["controlTypes"] = inspection.ControlTypes,
            ["lora"] = report.Lora is not { } lora ? null : new JsonObject
            {
                ["format"] = lora.Format,
                ["minRank"] = lora.MinRank,
                ["maxRank"] = lora.MaxRank,
                ["unetTargets"] = lora.UNetTargets,
                ["textEncoderTargets"] = lora.TextEncoderTargets,
                ["unknownKeys"] = Names(lora.UnknownKeys),
            },
            ["missing"] = Names(inspection.Missing),
            ["problem"] = inspection.Problem,
        };
        foreach (var (name, _) in json.Where(field => field.Value is null).ToList())
        {
            json.Remove(name);
        }

        return json;
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];
}

using System.Buffers.Text;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>Where pictures lie, and which need another.</summary>
internal static class PictureRules
{
    // With a tenant this would be a folder of its own; without, another tenant's.
    private const string TenantsFolder = "tenants/";

    public static void Check(GenerateImages job, Violations violations)
    {
        Check(job.InitImage, "initImage", violations);
        Check(job.Mask, "mask", violations);
        if (job.Mask is not null && job.InitImage is null)
        {
            violations.AddProblem("mask", "is given without initImage; allowed is a mask of the picture to start from");
        }

        foreach (var (i, controlNet) in (job.ControlNets ?? []).Index())
        {
            Check(controlNet?.Image, $"{FieldPath.Item("controlNets", i)}.image", violations);
        }
    }

    private static void Check(PictureReference? picture, string field, Violations violations)
    {
        if (picture is null)
        {
            return;
        }

        var given = new[] { (picture.Blob, "blob"), (picture.Url, "url"), (picture.Data, "data") }.Where(pair => pair.Item1 is not null).Select(pair => pair.Item2).ToArray();
        if (given.Length != 1)
        {
            violations.AddProblem(field, $"has {(given.Length == 0 ? "none" : string.Join(" and ", given))} of blob, url and data; allowed is exactly one");
        }

        if (picture.Blob is { } blob && blob.StartsWith(TenantsFolder, StringComparison.Ordinal))
        {
            violations.Add($"{field}.blob", Shown.Text(blob), $"a key that doesn't begin with '{TenantsFolder}', which is kept for the store");
        }

        UrlRules.Check(picture.Url, $"{field}.url", violations);
        CheckData(picture.Data, $"{field}.data", violations);
    }

    private static void CheckData(string? data, string field, Violations violations)
    {
        if (data is null || data.Length > JobLimits.PictureDataLength)
        {
            return; // The field's own rules have told it.
        }

        if (!Base64.IsValid(data, out var bytes))
        {
            violations.AddProblem(field, $"has {data.Length} characters that aren't base64; allowed is the file in base64 (RFC 4648), with padding");
        }
        else if (bytes is 0 or > JobLimits.PictureBytes)
        {
            violations.AddProblem(field, $"holds {bytes} bytes; allowed is 1 to {JobLimits.PictureBytes}");
        }
    }
}

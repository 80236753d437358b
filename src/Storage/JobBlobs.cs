namespace SwiftDiffusion.Storage;

/// <summary>Where the blobs of a job lie. The one place that knows their names.</summary>
public static class JobBlobs
{
    /// <summary>Where a tenant's blobs lie: <c>tenants/&lt;tenant&gt;/</c>; for no tenant the store's root.</summary>
    public static string Root(string? tenant) => tenant is null ? "" : $"tenants/{tenant}/";

    /// <summary>Where a job's blobs lie, for example <c>tenants/acme/jobs/01j5.../</c>.</summary>
    public static string Folder(string? tenant, string jobId) => $"{Root(tenant)}jobs/{jobId}/";

    /// <summary>An image, for example <c>jobs/01j5.../0.png</c>.</summary>
    /// <param name="tenant">Whom the job belongs to; null for nobody in particular.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="index">The image's place in the job, from 0.</param>
    /// <param name="extension">Of the file, without a dot.</param>
    public static BlobKey Image(string? tenant, string jobId, int index, string extension) => new($"{Folder(tenant, jobId)}{index}.{extension}");

    /// <summary>The manifest. Once it is stored, the job has succeeded.</summary>
    public static BlobKey Manifest(string? tenant, string jobId) => new($"{Folder(tenant, jobId)}result.json");

    /// <summary>The mark of a job that is not to be painted any more.</summary>
    public static BlobKey CancelMark(string? tenant, string jobId) => new($"{Folder(tenant, jobId)}cancelled");

    /// <summary>A picture that a job refers to by <paramref name="name"/>: it lies within the tenant's own blobs, so that no job reads another tenant's.</summary>
    /// <exception cref="ArgumentException">The name is not a valid one.</exception>
    public static BlobKey Input(string? tenant, string name) => new($"{Root(tenant)}{name}");
}

namespace SwiftDiffusion.Submitter.Api.Problems;

/// <summary>A kind of problem. Names are part of the API; docs/api/http.md lists them.</summary>
/// <param name="Name">What programs tell it by.</param>
/// <param name="Status">The status that it is answered with.</param>
/// <param name="Title">What it is, in a few words.</param>
internal sealed record ProblemType(string Name, int Status, string Title)
{
    public static readonly ProblemType InvalidRequest = new("invalid_request", 400, "The request is not one that this address takes");
    public static readonly ProblemType MalformedJson = new("malformed_json", 400, "The body is not JSON");
    public static readonly ProblemType Unauthenticated = new("unauthenticated", 401, "A valid key is needed");
    public static readonly ProblemType TenantDisabled = new("tenant_disabled", 403, "The tenant is disabled");
    public static readonly ProblemType Forbidden = new("forbidden", 403, "Not from here");
    public static readonly ProblemType NotFound = new("not_found", 404, "There is no such thing");
    public static readonly ProblemType MethodNotAllowed = new("method_not_allowed", 405, "The address has no such method");
    public static readonly ProblemType TimedOut = new("request_timeout", 408, "The request came too slowly");
    public static readonly ProblemType JobEnded = new("job_ended", 409, "The job has ended");
    public static readonly ProblemType IdTaken = new("id_taken", 409, "The id is another job's");
    public static readonly ProblemType Gone = new("gone", 410, "It is there no more");
    public static readonly ProblemType TooLarge = new("body_too_large", 413, "The body is too large");
    public static readonly ProblemType UnsupportedMediaType = new("unsupported_media_type", 415, "The body is of another kind than this address takes");
    public static readonly ProblemType InvalidJob = new("invalid_job", 422, "The job breaks rules");
    public static readonly ProblemType InvalidPicture = new("invalid_picture", 422, "The picture cannot be taken");
    public static readonly ProblemType KeyReused = new("idempotency_key_reused", 422, "The idempotency key is another request's");
    public static readonly ProblemType RateLimited = new("rate_limited", 429, "Too many requests");
    public static readonly ProblemType QueueFull = new("too_many_jobs", 429, "Too many unfinished jobs");
    public static readonly ProblemType Internal = new("internal", 500, "Something failed here");
    public static readonly ProblemType Unavailable = new("unavailable", 503, "Something that is needed is away");

    /// <summary>The problem in a case.</summary>
    public Problem With(string detail, IReadOnlyList<FieldProblem>? errors = null) => new() { Type = $"urn:swiftdiffusion:problem:{Name}", Title = Title, Status = Status, Detail = detail, Errors = errors };

    /// <summary>The problem as an answer.</summary>
    public ProblemResult Result(string detail, TimeSpan? retryAfter = null) => new(With(detail), retryAfter);

    /// <summary>The problem as what ends a request wherever it is found.</summary>
    public ProblemException Exception(string detail, IReadOnlyList<FieldProblem>? errors = null, TimeSpan? retryAfter = null) => new(new ProblemResult(With(detail, errors), retryAfter));
}

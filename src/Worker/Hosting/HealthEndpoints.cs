using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SwiftDiffusion.Worker.Hosting;

/// <summary>Health over HTTP: whether the process lives, whether it takes jobs, and what it is up to.</summary>
internal static class HealthEndpoints
{
    /// <summary>Adds them.</summary>
    public static void MapWorkerHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", (WorkerStatus status) => Answer(status.State == WorkerState.Sick ? "sick" : null));
        routes.MapGet("/health/ready", async (WorkerStatus status, CancellationToken cancellationToken) => Answer(await status.FindHindranceAsync(cancellationToken)));
        routes.MapGet("/health/state", async (WorkerStatus status, CancellationToken cancellationToken) => Results.Json(await status.ReportAsync(cancellationToken)));
    }

    private static IResult Answer(string? hindrance) =>
        Results.Text(hindrance ?? "ok", statusCode: hindrance is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}

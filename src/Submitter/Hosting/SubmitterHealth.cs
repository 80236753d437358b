using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>Health over HTTP: <c>/health/live</c>, whether the process answers; <c>/health/ready</c>, whether it can take jobs, and <c>Degraded</c> where the broker is away.</summary>
internal static class SubmitterHealth
{
    private const string Ready = "ready";

    /// <summary>Adds the checks; the bus brings its own.</summary>
    public static IServiceCollection AddSubmitterHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: [Ready]);
        return services;
    }

    /// <summary>Answers.</summary>
    public static void MapSubmitterHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
    }
}

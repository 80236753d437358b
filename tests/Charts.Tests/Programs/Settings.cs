using System.Reflection;
using Microsoft.Extensions.Configuration;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Worker;

namespace SwiftDiffusion.Charts.Tests.Programs;

/// <summary>What the programs read of their environment: classes of options that name their section.</summary>
internal static class Settings
{
    // Sections that .NET itself reads.
    private static readonly string[] Hosts = ["Logging", "ASPNETCORE_URLS", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    private static readonly Dictionary<string, Assembly[]> Programs = new()
    {
        ["worker"] = [typeof(WorkerOptions).Assembly, typeof(RabbitMqOptions).Assembly, typeof(StorageOptions).Assembly],
        ["submitter"] = [typeof(Submitter.JobClient).Assembly, typeof(RabbitMqOptions).Assembly, typeof(StorageOptions).Assembly],
    };

    /// <summary>Fails unless a program reads each variable, and can make of its value what it needs.</summary>
    /// <param name="program"><c>worker</c> or <c>submitter</c>.</param>
    /// <param name="environment">Names and values of variables.</param>
    public static void AssertRead(string program, IReadOnlyDictionary<string, string> environment)
    {
        var sections = Programs[program].SelectMany(assembly => assembly.GetTypes())
            .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } field ? (string)field.GetRawConstantValue()! : null))
            .Where(pair => pair.Section is not null).ToDictionary(pair => pair.Section!, pair => pair.Type);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(environment.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value))).Build();
        foreach (var section in configuration.GetChildren().Where(section => !Hosts.Contains(section.Key)))
        {
            Assert.True(sections.TryGetValue(section.Key, out var type), $"The {program} reads no section {section.Key}; those it reads are {string.Join(", ", sections.Keys)}.");
            section.Bind(Activator.CreateInstance(type!), binder => binder.ErrorOnUnknownConfiguration = true);
        }
    }
}

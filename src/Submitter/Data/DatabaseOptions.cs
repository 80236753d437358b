using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace SwiftDiffusion.Submitter.Data;

/// <summary>The section <c>Database</c>: where jobs are kept.</summary>
internal sealed class DatabaseOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Database";

    /// <summary>Which database. The default is SQLite.</summary>
    [EnumDataType(typeof(DatabaseKind))]
    public DatabaseKind Kind { get; set; } = DatabaseKind.Sqlite;

    /// <summary>How to reach it, as Npgsql or Microsoft.Data.Sqlite reads it. The default is <c>Data Source=jobs.db</c>, a file in the working folder.</summary>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=jobs.db";

    /// <summary>Whether <c>serve</c> brings the tables up to date by itself; else it refuses to start until <c>migrate</c> has. The default is true.</summary>
    public bool MigrateAtStart { get; set; } = true;

    /// <summary>How often what failed for a passing reason (a restart, two transactions in each other's way) is tried again, 0 to 100. The default is 8, which outlasts about ten seconds.</summary>
    [Range(0, 100)]
    public int Retries { get; set; } = 8;

    /// <summary>What no annotation can say: whether the connection string is one. Its value is never shown, as it may hold a password.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        DbConnectionStringBuilder? parsed = null;
        try
        {
            parsed = Kind == DatabaseKind.PostgreSql ? new NpgsqlConnectionStringBuilder(ConnectionString) : new SqliteConnectionStringBuilder(ConnectionString);
        }
        catch (ArgumentException)
        {
            // Told below; the message of the exception may hold a part of the value.
        }

        var (complete, example) = Kind == DatabaseKind.PostgreSql
            ? ((parsed as NpgsqlConnectionStringBuilder)?.Host is { Length: > 0 }, "Host=db;Database=jobs;Username=fleet;Password=...")
            : ((parsed as SqliteConnectionStringBuilder)?.DataSource is { Length: > 0 }, "Data Source=jobs.db");
        if (!complete)
        {
            yield return new($"{Section}:ConnectionString is not one for {Section}:Kind {Kind}; expected something like '{example}'.", [nameof(ConnectionString)]);
        }
    }
}

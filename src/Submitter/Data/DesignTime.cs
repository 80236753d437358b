using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace SwiftDiffusion.Submitter.Data;

/// <summary>Lets <c>dotnet ef</c> write PostgreSQL's migrations; no server is asked. See eng/migrations.sh.</summary>
internal sealed class PostgreSqlDesignTime : IDesignTimeDbContextFactory<PostgreSqlDb>
{
    public PostgreSqlDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgreSqlDb>();
        DatabaseRegistration.UsePostgreSql(options, "Host=localhost");
        return new PostgreSqlDb(options.Options);
    }
}

/// <summary>Lets <c>dotnet ef</c> write SQLite's migrations.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteDb>();
        DatabaseRegistration.UseSqlite(options, "Data Source=design.db");
        return new SqliteDb(options.Options);
    }
}

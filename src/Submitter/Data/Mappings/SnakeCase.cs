using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace SwiftDiffusion.Submitter.Data.Mappings;

/// <summary>Names of tables, columns and constraints in snake_case.</summary>
internal static class SnakeCase
{
    /// <summary>Renames all of a model.</summary>
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            entity.SetTableName(Of(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Of(property.Name));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(Of(key.GetName()!));
            }

            foreach (var foreignKey in entity.GetForeignKeys())
            {
                foreignKey.SetConstraintName(Of(foreignKey.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(Of(index.GetDatabaseName()!));
            }
        }
    }

    /// <summary>A name in snake_case, for example <c>job_events</c>.</summary>
    public static string Of(string name) => string.Join('_', name.Split('_').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
}

using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Tenants;

namespace SwiftDiffusion.Submitter.Data.Mappings;

/// <summary>Tenants and their keys.</summary>
internal static class TenantMappings
{
    public static void Apply(ModelBuilder model)
    {
        model.Entity<TenantRow>(tenant => tenant.HasKey(row => row.Id));
        model.Entity<ApiKeyRow>(key =>
        {
            key.HasKey(row => row.Id);
            key.HasIndex(row => row.Hash).IsUnique();
            key.HasIndex(row => row.TenantId);
            key.HasOne<TenantRow>().WithMany().HasForeignKey(row => row.TenantId);
        });
    }
}

using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Webhooks.Endpoints;

/// <summary>The secrets of endpoints, and of each tenant's jobs that bring an address of their own along: they share one set, kept as an endpoint without an address.</summary>
internal sealed class EndpointSecrets(Transactions transactions, SecretVault vault, TimeProvider time)
{
    private const string JobsPrefix = "jobs:";

    /// <summary>The id of the endpoint that holds the secrets of a tenant's jobs. No other endpoint's id has a colon.</summary>
    public static string JobsId(string tenant) => JobsPrefix + tenant;

    /// <summary>What is kept in an endpoint's row.</summary>
    /// <exception cref="VaultException">It cannot be read.</exception>
    public KeptSecrets Read(WebhookEndpointRow endpoint) => KeptSecrets.Deserialize(vault.Decrypt(endpoint.Secrets, endpoint.Id));

    /// <summary>What to keep in an endpoint's row.</summary>
    /// <exception cref="VaultException">There is no key to encrypt with.</exception>
    public string Write(string endpointId, KeptSecrets secrets) => vault.Encrypt(secrets.Serialize(), endpointId);

    /// <summary>The endpoint that holds the secrets of a tenant's jobs, made when it is first needed.</summary>
    /// <exception cref="VaultException">There is no key to encrypt with.</exception>
    public async Task<WebhookEndpointRow> OfJobsAsync(string tenant, CancellationToken cancellationToken)
    {
        var id = JobsId(tenant);
        if (await FindAsync(id, cancellationToken) is { } existing)
        {
            return existing;
        }

        var created = new WebhookEndpointRow { Id = id, TenantId = tenant, Url = "", Events = "", Secrets = Write(id, KeptSecrets.Create()), CreatedAt = time.GetUtcNow() };
        try
        {
            await transactions.RunAsync(
                (db, token) =>
                {
                    db.WebhookEndpoints.Add(created);
                    return db.SaveChangesAsync(token);
                },
                cancellationToken);
            return created;
        }
        catch (DbUpdateException e) when (Transactions.IsDuplicate(e))
        {
            return (await FindAsync(id, cancellationToken))!;
        }
    }

    /// <summary>Encrypts anew what is encrypted with an old key.</summary>
    /// <returns>How many endpoints that were.</returns>
    public async Task<int> RenewAsync(CancellationToken cancellationToken)
    {
        var old = (await transactions.ReadAsync((db, token) => db.WebhookEndpoints.ToListAsync(token), cancellationToken)).Where(row => vault.IsOld(row.Secrets)).ToList();
        foreach (var row in old)
        {
            var renewed = Write(row.Id, Read(row));
            // Unless it was changed meanwhile, by another process or a rotation; then it is new anyway.
            await transactions.ReadAsync(
                (db, token) => db.WebhookEndpoints.Where(it => it.Id == row.Id && it.Secrets == row.Secrets).ExecuteUpdateAsync(it => it.SetProperty(e => e.Secrets, renewed), token),
                cancellationToken);
        }

        return old.Count;
    }

    private Task<WebhookEndpointRow?> FindAsync(string id, CancellationToken cancellationToken) =>
        transactions.ReadAsync((db, token) => db.WebhookEndpoints.SingleOrDefaultAsync(row => row.Id == id, token), cancellationToken);
}

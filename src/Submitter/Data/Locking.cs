using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace SwiftDiffusion.Submitter.Data;

/// <summary>Transactions that are held while something else is waited for.</summary>
internal static class Locking
{
    /// <summary>Begins a transaction where it locks rows; null where it would lock the whole database, which has one process only.</summary>
    public static async Task<IDbContextTransaction?> BeginLockingAsync(this DatabaseFacade database, SubmitterDb db, CancellationToken cancellationToken) =>
        db.LocksRows ? await database.BeginTransactionAsync(cancellationToken) : null;
}

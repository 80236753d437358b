namespace SwiftDiffusion.Submitter.Data;

/// <summary>Which database.</summary>
internal enum DatabaseKind
{
    /// <summary>A file, for one submitter on one machine.</summary>
    Sqlite,

    /// <summary>A server, for any number of submitters.</summary>
    PostgreSql,
}

using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace SwiftDiffusion.Submitter.Data.Mappings;

/// <summary>Times as microseconds since 1970, as fine as PostgreSQL's.</summary>
internal sealed class UnixMicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
    time => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
    microseconds => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond));

using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace SwiftDiffusion.Submitter.Data.Mappings;

/// <summary>Times in UTC, which is all that PostgreSQL's <c>timestamptz</c> takes.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time.ToUniversalTime());

using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Storage;

/// <summary>Checks <see cref="StorageOptions"/> by its annotations; the code is generated.</summary>
[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;

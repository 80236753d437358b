using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Submitter.Data;

[OptionsValidator]
internal sealed partial class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>;

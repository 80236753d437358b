using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Submitter.Api;

[OptionsValidator]
internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>;

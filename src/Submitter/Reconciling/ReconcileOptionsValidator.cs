using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Submitter.Reconciling;

[OptionsValidator]
internal sealed partial class ReconcileOptionsValidator : IValidateOptions<ReconcileOptions>;

using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Worker;

[OptionsValidator]
internal sealed partial class WorkerOptionsValidator : IValidateOptions<WorkerOptions>;

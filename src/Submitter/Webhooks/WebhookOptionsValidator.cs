using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Submitter.Webhooks;

[OptionsValidator]
internal sealed partial class WebhookOptionsValidator : IValidateOptions<WebhookOptions>;

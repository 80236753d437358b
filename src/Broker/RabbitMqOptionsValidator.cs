using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Broker;

[OptionsValidator]
internal sealed partial class RabbitMqOptionsValidator : IValidateOptions<RabbitMqOptions>;

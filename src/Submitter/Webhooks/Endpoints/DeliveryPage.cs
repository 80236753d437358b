namespace SwiftDiffusion.Submitter.Webhooks.Endpoints;

/// <summary>A place in a list of deliveries: the last one seen.</summary>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Id">Its id.</param>
internal sealed record DeliveryCursor(DateTimeOffset CreatedAt, string Id);

/// <summary>A page of deliveries.</summary>
/// <param name="Deliveries">The deliveries, newest first.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
internal sealed record DeliveryPage(IReadOnlyList<WebhookDeliveryRow> Deliveries, DeliveryCursor? Next);

namespace SwiftDiffusion.Local.Views;

/// <summary>Chooses a view.</summary>
internal static class PaintViews
{
    public static IPaintView Create(Terminal terminal, bool json) =>
        json ? new JsonView(terminal) : terminal.CanDraw ? new BarView(terminal) : new LineView(terminal);
}

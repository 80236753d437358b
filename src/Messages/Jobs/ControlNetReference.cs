using System.ComponentModel.DataAnnotations;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Jobs;

/// <summary>A ControlNet and what it is to follow.</summary>
public sealed record ControlNetReference : AdapterReference
{
    /// <summary>What it follows.</summary>
    public required PictureReference Image { get; init; }

    /// <summary>Which kind of picture it is once prepared: needed by a union ControlNet, which knows several, and not allowed for others. Null by default.</summary>
    /// <remarks>A union that is named several times, with other kinds over the same steps, is called once for all of them and mixes them as it was trained to.</remarks>
    public ControlType? ControlType { get; init; }

    /// <summary>What is done to the picture first. The default is nothing: it is what the ControlNet was trained on already.</summary>
    public Preprocessor Preprocessor { get; init; }

    /// <summary>How the picture is brought to the job's size. The default stretches it.</summary>
    public ResizeMode Resize { get; init; }

    /// <summary>Multiplies what it adds, -2 to 2. The default is 1.</summary>
    [Range(-JobLimits.ControlNetScale, JobLimits.ControlNetScale)]
    public double Scale { get; init; } = 1;

    /// <summary>Share of the steps before it begins, 0 (default) to 1.</summary>
    [Range(0.0, 1.0)]
    public double Start { get; init; }

    /// <summary>Share of the steps after which it stops, from <see cref="Start"/> to 1 (default).</summary>
    [Range(0.0, 1.0)]
    public double End { get; init; } = 1;

    /// <summary>Whether it carries the picture without a prompt: it acts on the prompt alone, and weaker in fine detail. The default is false.</summary>
    public bool GuessMode { get; init; }
}

/// <summary>Kinds of pictures that union ControlNets know, in the order of their <c>control_mode</c>.</summary>
public enum ControlType
{
    /// <summary>People as coloured sticks.</summary>
    Pose,

    /// <summary>Nearer is lighter.</summary>
    Depth,

    /// <summary>Soft edges and scribbles.</summary>
    Scribble,

    /// <summary>Hard edges, line art and straight lines.</summary>
    Edges,

    /// <summary>Surface normals.</summary>
    Normal,

    /// <summary>A colour for each class of things.</summary>
    Segmentation,

    /// <summary>The picture itself, for more detail; known by unions of eight kinds.</summary>
    Tile,

    /// <summary>The picture with black where it is to be painted; known by unions of eight kinds.</summary>
    Repaint,
}

/// <summary>What is done to a picture before a ControlNet sees it.</summary>
public enum Preprocessor
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>White edges on black, by Canny's algorithm.</summary>
    Canny,

    /// <summary>Black becomes white and white black.</summary>
    Invert,
}

/// <summary>How a picture is brought to another size.</summary>
public enum ResizeMode
{
    /// <summary>Height and width each, whatever becomes of the proportions.</summary>
    Stretch,

    /// <summary>Scaled until it covers the size; what sticks out is cut off evenly.</summary>
    Crop,

    /// <summary>Scaled until it fits into the size; the rest is black.</summary>
    Pad,
}

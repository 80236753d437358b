using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>The seed of a job that names none.</summary>
internal static class JobSeed
{
    /// <summary>The job's own seed, or one drawn from its name: a job that is delivered twice, even to two workers at once, then gives the same images both times.</summary>
    public static uint Of(GenerateImages job) => job.Seed ?? BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{job.Tenant}/{job.JobId}")));
}

namespace Sidecar.Chaos.Tests.Driving;

/// <summary>What an answer says; a refusal when op-node could not go on with it.</summary>
internal readonly record struct Reading(string? Refusal, string? PayloadId = null, BuiltBlock? Block = null)
{
    public bool IsGood => Refusal is null;
}

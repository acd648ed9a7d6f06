namespace Sidecar.Gateway.Callers;

/// <summary>What a caller's connection is doing.</summary>
internal enum CallerPhase
{
    /// <summary>Nothing was asked yet, or everything is answered.</summary>
    Resting,

    /// <summary>The head of a request is coming in.</summary>
    ReadingHead,

    /// <summary>The body of a request is coming in.</summary>
    ReadingBody,

    /// <summary>The answer is being made.</summary>
    Working,

    /// <summary>The answer is going out.</summary>
    Answering,
}

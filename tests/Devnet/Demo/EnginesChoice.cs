namespace Sidecar.Devnet.Demo;

/// <summary>Which execution clients the demo runs on.</summary>
internal enum EnginesChoice
{
    /// <summary>Real ones where Node.js is there, simulated ones elsewhere.</summary>
    Auto,

    /// <summary>Real ones or nothing.</summary>
    Real,

    /// <summary>The simulated ones of the tests.</summary>
    Sim,
}

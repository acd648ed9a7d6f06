namespace Sidecar.Devnet.Demo;

internal enum BlockOutcome
{
    Builder,
    Local,
    Missed,
}

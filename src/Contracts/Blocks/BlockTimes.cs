namespace Sidecar.Contracts.Blocks;

/// <summary>When the stages of a block were over, in microseconds; null for a stage that did not happen.</summary>
/// <remarks>
/// The first two count from the forkchoiceUpdated that asked for the build, the others from the getPayload. Local and
/// builder are asked at the same time; a builder is validated by local as soon as its block is there.
/// </remarks>
/// <param name="LocalForkchoice">Local answered the forkchoiceUpdated.</param>
/// <param name="BuilderAcknowledged">The builder answered its own, or refused.</param>
/// <param name="LocalPayload">Local's block was there.</param>
/// <param name="BuilderAsked">The builder was asked: not before it had acknowledged the build.</param>
/// <param name="BuilderPayload">The builder's block was there.</param>
/// <param name="Validated">Local had judged the builder's block.</param>
/// <param name="DecisionBegun">A block was chosen, and had to be fixed.</param>
/// <param name="Decided">It was fixed: the answer goes out.</param>
[GenerateSerializer, Immutable, Alias("sidecar.BlockTimes")]
public sealed record BlockTimes(
    [property: Id(0)] long? LocalForkchoice,
    [property: Id(1)] long? BuilderAcknowledged,
    [property: Id(2)] long? LocalPayload,
    [property: Id(3)] long? BuilderAsked,
    [property: Id(4)] long? BuilderPayload,
    [property: Id(5)] long? Validated,
    [property: Id(6)] long? DecisionBegun,
    [property: Id(7)] long? Decided);

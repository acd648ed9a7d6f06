namespace Sidecar.Gateway.Authentication;

/// <summary>What is said of a caller's token. A closed list: it is a metric tag.</summary>
internal enum JwtVerdict
{
    /// <summary>The caller holds the secret and the token is fresh.</summary>
    Accepted,

    /// <summary>No Authorization header, or one without a token.</summary>
    MissingToken,

    /// <summary>More than one Authorization header: which one counts would be a guess.</summary>
    SeveralHeaders,

    /// <summary>Another scheme than Bearer.</summary>
    NotBearer,

    /// <summary>Longer than any Engine API token is.</summary>
    TooLong,

    /// <summary>Not three parts, or a part that is not the JSON object it should be.</summary>
    Malformed,

    /// <summary>A part that is not base64url without padding.</summary>
    BadEncoding,

    /// <summary>Any algorithm but HS256, <c>none</c> included.</summary>
    UnsupportedAlgorithm,

    /// <summary>The header has a <c>crit</c> list (RFC 7515 §4.1.11: what is not understood must be refused).</summary>
    CriticalHeader,

    /// <summary>Signed with another secret, or changed since.</summary>
    BadSignature,

    /// <summary>No <c>iat</c> claim.</summary>
    MissingIssuedAt,

    /// <summary>A claim about time that is not a number, or is there twice.</summary>
    BadClaim,

    /// <summary>Issued more than 60 s ago.</summary>
    StaleToken,

    /// <summary>Issued more than 60 s ahead of our clock.</summary>
    FutureToken,

    /// <summary><c>exp</c> has passed.</summary>
    Expired,

    /// <summary><c>nbf</c> has not come.</summary>
    NotYetValid,
}

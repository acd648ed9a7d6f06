namespace Sidecar.Gateway.Configuration;

/// <summary>How the text of an option is read; one kind is one way, whichever door the text came through.</summary>
internal enum OptionKind
{
    /// <summary>http or https address.</summary>
    Url,

    /// <summary>IP address to bind, or localhost.</summary>
    Host,

    /// <summary>Duration; a bare number means milliseconds.</summary>
    Milliseconds,

    /// <summary>Duration; a bare number means seconds.</summary>
    Seconds,

    /// <summary>Bytes, or a number with a unit.</summary>
    Size,

    /// <summary>Whole number.</summary>
    Integer,

    /// <summary>Number with a decimal point.</summary>
    Fraction,

    /// <summary>true or false; as a flag, bare means true.</summary>
    Switch,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>Words with commas between them; as a flag, repeatable.</summary>
    List,

    /// <summary>Path of a file.</summary>
    File,

    /// <summary>Part of a Redis key: 1 to 100 letters, digits, dots, underscores, colons and hyphens.</summary>
    Name,

    /// <summary>Number of a chain, decimal or as eth_chainId answers it.</summary>
    ChainId,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>Text that is never printed.</summary>
    Secret,
}

namespace Sidecar.Gateway.Doctor;

/// <summary>The text of <c>doctor --help</c>.</summary>
internal static class DoctorHelp
{
    public const string Text =
        """
        Usage: Sidecar.Gateway doctor [--json] [--dry-forkchoice] [options of the gateway]

        Checks a set-up from the machine it runs on and says what is wrong and how to correct it. Takes
        the flags, variables and settings file of the gateway, so that what is checked is what would
        run. Changes nothing: it starts nothing, writes nothing, and sends clients only questions.
        It may run beside a gateway that is working.

          --json             One JSON object instead of lines.
          --dry-forkchoice   Also send local and builder a forkchoiceUpdated without attributes that
                             names the head they have. Left out for a client whose head has moved in
                             the last minute: the call could come too late and set the head back.
          --help, -h         Show this. The gateway's options: --help without the verb.

        Checked: the configuration, files with secrets, the gateway's ports; of local and builder whether
        they can be reached, their clock, whether they take our token, client and version, methods,
        head, sync state and body limits; that both are on one chain at nearly the same head; of
        Redis login, latency, version, persistence and eviction, and which gateways it knows.

        Each line is ok, warning or error, what it is about, what it means, and how to correct it.
        docs/doctor.md lists all of them. Exit code: 0 fine or warnings only, 1 an error, 2 bad usage.
        """;
}

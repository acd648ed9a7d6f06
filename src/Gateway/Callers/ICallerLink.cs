using System.Net;

namespace Sidecar.Gateway.Callers;

/// <summary>The connection below a <see cref="CallerStream"/>. Any thread may call any member, and nothing here throws.</summary>
internal interface ICallerLink
{
    /// <summary>Who called.</summary>
    IPAddress? Remote { get; }

    /// <summary>Whether the caller has closed its side, and nothing of it is left to read.</summary>
    bool IsGone { get; }

    /// <summary>Whatever reads sees the end after what has come already.</summary>
    void EndReceiving();

    /// <summary>The caller sees the end after what was sent already.</summary>
    void EndSending();

    /// <summary>Whatever reads or writes fails.</summary>
    void Close();
}

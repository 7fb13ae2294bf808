using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Installation;

/// <summary>As much of SMTP and IMAP as it takes to send a message and to look for it.</summary>
internal sealed class MailClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpClient _connection;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    private MailClient(TcpClient connection, Stream stream)
    {
        _connection = connection;
        _reader = new(stream, Encoding.ASCII);
        _writer = new(stream, Encoding.ASCII) { AutoFlush = true, NewLine = "\r\n" };
    }

    /// <summary>Sends a message by SMTP, as somebody who has not logged in.</summary>
    /// <returns>The server's answer to the recipient, or to the message when it took the recipient.</returns>
    public static async Task<string> SendAsync(string address, string recipient, string subject)
    {
        using var smtp = await ConnectAsync(address, 25, tls: false);
        await smtp.ReplyAsync();
        await smtp.SayAsync("EHLO client.example.org");
        await smtp.SayAsync("MAIL FROM:<alice@example.org>");
        var taken = await smtp.SayAsync($"RCPT TO:<{recipient}>");
        if (!taken.StartsWith("250", StringComparison.Ordinal))
            return taken;
        await smtp.SayAsync("DATA");
        return await smtp.SayAsync($"From: alice@example.org\r\nTo: {recipient}\r\nSubject: {subject}\r\n\r\nhello\r\n.");
    }

    /// <summary>How many messages with this subject the mailbox has, by IMAP over TLS.</summary>
    public static async Task<int> CountAsync(string address, string user, string password, string subject)
    {
        using var imap = await ConnectAsync(address, 993, tls: true);
        await imap._reader.ReadLineAsync();
        await imap.CommandAsync($"LOGIN \"{user}\" \"{password}\"");
        await imap.CommandAsync("SELECT INBOX");
        var found = await imap.CommandAsync($"SEARCH SUBJECT \"{subject}\"");
        return found.Single(line => line.StartsWith("* SEARCH", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length - 2;
    }

    /// <summary>SHA-256 of the certificate that the server shows to who asks for a name.</summary>
    public static async Task<string> CertificateAsync(string address, int port, string name)
    {
        using var client = await ConnectAsync(address, port, tls: true, name);
        return ((SslStream)client._writer.BaseStream).RemoteCertificate!.GetCertHashString(HashAlgorithmName.SHA256);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
        _connection.Dispose();
    }

    private static async Task<MailClient> ConnectAsync(string address, int port, bool tls, string name = "mail")
    {
        var connection = new TcpClient();
        using var patience = new CancellationTokenSource(Patience);
        await connection.ConnectAsync(address, port, patience.Token);
        if (!tls)
            return new MailClient(connection, connection.GetStream());
#pragma warning disable CA5359 // A certificate that the site made itself, which nobody vouches for.
        var stream = new SslStream(connection.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = name }, patience.Token);
        return new MailClient(connection, stream);
    }

    private async Task<string> SayAsync(string line)
    {
        await _writer.WriteLineAsync(line);
        return await ReplyAsync();
    }

    // The last line of a reply has a space after its number.
    private async Task<string> ReplyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        string line;
        do
            line = await _reader.ReadLineAsync(patience.Token) ?? throw new IOException("the server closed the connection");
        while (line.Length > 3 && line[3] == '-');
        return line;
    }

    private async Task<List<string>> CommandAsync(string command)
    {
        await _writer.WriteLineAsync("a " + command);
        using var patience = new CancellationTokenSource(Patience);
        var lines = new List<string>();
        while (true)
        {
            var line = await _reader.ReadLineAsync(patience.Token) ?? throw new IOException("the server closed the connection");
            lines.Add(line);
            if (line.StartsWith("a ", StringComparison.Ordinal))
                return line.StartsWith("a OK", StringComparison.Ordinal) ? lines : throw new IOException($"{command.Split(' ')[0]}: {line}");
        }
    }
}

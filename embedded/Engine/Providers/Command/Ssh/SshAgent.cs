using System.Buffers.Binary;
using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Security;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>The keys held by an SSH agent, which signs for us (draft-miller-ssh-agent). SSH.NET has no agent client.</summary>
internal sealed class SshAgent(string socketPath) : IPrivateKeySource
{
    private const byte RequestIdentities = 11;
    private const byte IdentitiesAnswer = 12;
    private const byte SignRequest = 13;
    private const byte SignResponse = 14;
    private const int MaxAnswer = 256 * 1024; // OpenSSH's own limit

    private IReadOnlyCollection<HostAlgorithm>? _algorithms;

    /// <summary>The agent's keys; none when it holds none.</summary>
    /// <exception cref="ProviderException">The agent cannot be reached or answers nonsense.</exception>
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms => _algorithms ??= [.. ListKeys().SelectMany(AlgorithmsOf)];

    private IEnumerable<AgentKey> AlgorithmsOf(PublicKey key) => key.SignatureAlgorithms.Select(name => new AgentKey(this, key, name));

    private List<PublicKey> ListKeys()
    {
        var answer = new Reader(Ask(RequestIdentities, []), IdentitiesAnswer, socketPath);
        var keys = new List<PublicKey>();
        for (var left = answer.Number(); left > 0; left--)
        {
            if (PublicKey.FromWire(answer.Bytes()) is { } key)
                keys.Add(key);
            answer.Bytes(); // comment
        }

        return keys;
    }

    private byte[] Sign(PublicKey key, byte[] data, uint flags)
    {
        var wire = Convert.FromBase64String(key.Base64);
        var request = new byte[4 + wire.Length + 4 + data.Length + 4];
        BinaryPrimitives.WriteUInt32BigEndian(request, (uint)wire.Length);
        wire.CopyTo(request, 4);
        BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(4 + wire.Length), (uint)data.Length);
        data.CopyTo(request, 8 + wire.Length);
        BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(8 + wire.Length + data.Length), flags);
        return new Reader(Ask(SignRequest, request), SignResponse, socketPath).Bytes();
    }

    private byte[] Ask(byte type, byte[] body)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(socketPath));
            using var stream = new NetworkStream(socket);
            var header = new byte[5];
            BinaryPrimitives.WriteUInt32BigEndian(header, (uint)body.Length + 1);
            header[4] = type;
            stream.Write(header);
            stream.Write(body);
            stream.ReadExactly(header, 0, 4);
            var length = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (length is 0 or > MaxAnswer)
                throw new IOException($"an answer of {length} bytes");
            var answer = new byte[length];
            stream.ReadExactly(answer);
            return answer;
        }
        catch (Exception exception) when (exception is SocketException or IOException or ArgumentException)
        {
            throw new ProviderException($"cannot use the SSH agent at {socketPath}: {exception.Message}", exception);
        }
    }

    private sealed class AgentKey(SshAgent agent, PublicKey key, string algorithm) : HostAlgorithm(algorithm)
    {
        public override byte[] Data => Convert.FromBase64String(key.Base64);

        public override byte[] Sign(byte[] data) =>
            agent.Sign(key, data, Name switch { "rsa-sha2-256" => 2u, "rsa-sha2-512" => 4u, _ => 0u });

        public override bool VerifySignature(byte[] data, byte[] signature) =>
            throw new NotSupportedException("The agent's keys sign; they verify nothing.");
    }

    private sealed class Reader
    {
        private readonly byte[] _message;
        private readonly string _socketPath;
        private int _position = 1;

        public Reader(byte[] message, byte expectedType, string socketPath)
        {
            (_message, _socketPath) = (message, socketPath);
            if (message[0] != expectedType)
                throw new ProviderException($"the SSH agent at {socketPath} refused (answered type {message[0]}, expected {expectedType})");
        }

        public uint Number()
        {
            Need(4);
            _position += 4;
            return BinaryPrimitives.ReadUInt32BigEndian(_message.AsSpan(_position - 4));
        }

        public byte[] Bytes()
        {
            var length = Number();
            Need(length);
            _position += (int)length;
            return _message[(_position - (int)length).._position];
        }

        private void Need(uint count)
        {
            if (count > _message.Length - _position)
                throw new ProviderException($"the SSH agent at {_socketPath} sent a truncated answer");
        }
    }
}

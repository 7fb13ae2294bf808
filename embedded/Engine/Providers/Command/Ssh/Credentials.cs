using System.Security.Cryptography;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace CarbonioInfra.Engine.Providers.Command.Ssh;

/// <summary>What a connection can prove its user's identity with, in the order in which it is offered.</summary>
internal sealed class Credentials : IDisposable
{
    private readonly ConnectionSettings _settings;
    private readonly PrivateKeyFile? _privateKey;
    private readonly SshAgent? _agent;

    /// <exception cref="ProviderException">The private key cannot be read, or there is nothing to authenticate with.</exception>
    public Credentials(ConnectionSettings settings)
    {
        _settings = settings;
        _privateKey = settings.PrivateKey is { } key ? ReadKey(settings, key) : null;
        _agent = (settings.AgentSocketPath ?? Environment.GetEnvironmentVariable("SSH_AUTH_SOCK")) is { Length: > 0 } path
            ? new SshAgent(path)
            : null;
        if (_privateKey is null && _agent is null && settings.Password is null)
        {
            throw new ProviderException(
                $"connection to {settings} has nothing to authenticate with: expected privateKey, password or an SSH agent");
        }
    }

    /// <summary>Fresh authentication methods for one attempt: private key, password, keyboard-interactive, agent.</summary>
    public AuthenticationMethod[] Methods()
    {
        var user = _settings.User;
        var methods = new List<AuthenticationMethod>();
        if (_privateKey is not null)
            methods.Add(new PrivateKeyAuthenticationMethod(user, _privateKey));
        if (_settings.Password is { } password)
        {
            methods.Add(new PasswordAuthenticationMethod(user, password));
            methods.Add(AnswerWith(user, password));
        }

        if (_agent is not null && AgentIsUsable(_agent))
            methods.Add(new PrivateKeyAuthenticationMethod(user, _agent));
        // SSH.NET wants one method; this one is refused by every server that asks for authentication.
        if (methods.Count == 0)
            methods.Add(new NoneAuthenticationMethod(user));
        return [.. methods];
    }

    /// <summary>What was offered, as messages name it.</summary>
    public IReadOnlyList<string> Offered
    {
        get
        {
            var offered = new List<string>();
            if (_privateKey is not null)
                offered.Add($"private key {string.Join(" or ", Fingerprints(_privateKey))}");
            if (_settings.Password is not null)
                offered.Add("password (as password and keyboard-interactive)");
            if (_agent is not null)
                offered.Add(AgentIsUsable(_agent) ? $"agent with {string.Join(", ", Fingerprints(_agent))}" : "an agent that does not answer");
            return offered;
        }
    }

    public void Dispose() => _privateKey?.Dispose();

    private static IEnumerable<string> Fingerprints(IPrivateKeySource source) => source.HostKeyAlgorithms
        .Select(algorithm => PublicKey.FromWire(algorithm.Data)?.Fingerprint).OfType<string>().Distinct(StringComparer.Ordinal);

    private static PrivateKeyFile ReadKey(ConnectionSettings settings, string key)
    {
        try
        {
            using var text = new MemoryStream(Encoding.UTF8.GetBytes(key.Trim() + "\n"));
            return new PrivateKeyFile(text, settings.PrivateKeyPassword);
        }
        catch (SshPassPhraseNullOrEmptyException exception)
        {
            throw new ProviderException(
                $"privateKey of the connection to {settings} is encrypted and privateKeyPassword is not set", exception);
        }
        catch (Exception exception) when (exception is SshException or CryptographicException or FormatException
            or ArgumentException or NotSupportedException or InvalidOperationException or IOException
            or Org.BouncyCastle.Crypto.CryptoException or Org.BouncyCastle.Security.GeneralSecurityException)
        {
            // The inner message may quote the key: name the problem, never the content.
            throw new ProviderException(settings.PrivateKeyPassword is null
                ? $"privateKey of the connection to {settings} is not a private key in OpenSSH, PKCS#8 or PEM format"
                : $"privateKey of the connection to {settings} cannot be read: wrong privateKeyPassword, or not a private key "
                    + "in OpenSSH, PKCS#8 or PEM format");
        }
    }

    // An agent that merely happens to be in the environment may be gone; one that was asked for must answer.
    private bool AgentIsUsable(SshAgent agent)
    {
        try
        {
            return agent.HostKeyAlgorithms.Count > 0;
        }
        catch (ProviderException) when (_settings.AgentSocketPath is null)
        {
            return false;
        }
    }

    private static KeyboardInteractiveAuthenticationMethod AnswerWith(string user, string password)
    {
        var method = new KeyboardInteractiveAuthenticationMethod(user);
        method.AuthenticationPrompt += (_, asked) =>
        {
            foreach (var prompt in asked.Prompts)
                prompt.Response = password;
        };
        return method;
    }
}

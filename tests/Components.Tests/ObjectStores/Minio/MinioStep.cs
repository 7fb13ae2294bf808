using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.ObjectStores.Minio;
using CarbonioInfra.Components.Tests.Certificates;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.ObjectStores.Minio;

/// <summary>The step <c>minio</c> in a sandbox with a place to download from and, for MinIO, a server that takes the same arguments.</summary>
internal static class MinioStep
{
    public const string RootPassword = "cROOTPASSWORD";

    private const string Client = "#!/bin/bash\necho client\n";

    private static readonly string Server = File("minio.py");

    /// <summary>A server of the next version.</summary>
    private static readonly string NextServer = Server.Replace("Version 1.", "Version 2.", StringComparison.Ordinal);

    /// <summary>Parameters that are right.</summary>
    public static Dictionary<string, string> Parameters { get; } = new()
    {
        ["certificate"] = TestCertificates.Server.Certificate,
        ["client_sha256"] = Sha256(Client),
        ["client_url"] = "https://downloads.example.com:8443/mc",
        ["data"] = MinioServer.DataFolder,
        ["deadline_seconds"] = "100",
        ["fqdn"] = "s3.example.com",
        ["host"] = "s3",
        ["patience_seconds"] = "20",
        ["port"] = "9000",
        ["region"] = "us-east-1",
        ["root_user"] = "carbonio-infra",
        ["server_sha256"] = Sha256(Server),
        ["server_url"] = "https://downloads.example.com:8443/minio",
        ["step"] = "minio",
    };

    /// <summary>What upgrades to the next version.</summary>
    public static (string Name, string Value)[] Upgrade { get; } =
        [("server_url", "https://downloads.example.com:8443/next"), ("server_sha256", Sha256(NextServer))];

    /// <summary>The step as it reaches the host, with some parameters changed.</summary>
    public static string Command(params (string Name, string Value)[] changes)
    {
        var parameters = new Dictionary<string, string>(Parameters);
        foreach (var (name, value) in changes)
            parameters[name] = value;
        return Sandboxed("minio", parameters, ("private_key", TestCertificates.Server.PrivateKey), ("root_password", RootPassword));
    }

    /// <summary>Runs after <paramref name="arrange"/>, on a host that trusts the certificate.</summary>
    public static SandboxResult Run(string command, string arrange = "", string inspect = ":") =>
        Sandbox.Run(command, Host() + arrange, inspect);

    /// <summary>Any script with its secrets on standard input, as one command.</summary>
    public static string Sandboxed(string script, Dictionary<string, string> parameters, params (string Name, string Value)[] secrets)
    {
        var stdin = string.Concat(secrets.Select(secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret.Value)) + "\\n"));
        var text = ScriptRenderer.Render(
            HostScript.Load($"ObjectStores/Minio/{script}.sh").Text, parameters.OrderBy(entry => entry.Key, StringComparer.Ordinal), secrets.Select(secret => secret.Name));
        return $"printf '{stdin}' | timeout 600 bash -c {ScriptRenderer.Quote(text)}";
    }

    public static string File(string name) => System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ObjectStores", "Minio", name));

    /// <summary>Shell that puts a file there.</summary>
    public static string Put(string path, string text, string mode = "755") =>
        $"printf '%s' {ScriptRenderer.Quote(text)} >{path}; chmod {mode} {path}\n";

    private static string Host() => $$"""
        printf '127.0.0.1 s3.example.com downloads.example.com\n' >>/etc/hosts
        userdel minio 2>/dev/null || true
        printf '%s' '{{TestCertificates.Authority.Certificate}}' >>/etc/ssl/certs/ca-certificates.crt
        rm -rf /opt; mkdir -p /opt /run/downloads
        {{Put("/usr/local/sbin/systemctl", File("systemctl.sh"))}}
        printf '#!/bin/bash\ncat /run/minio.log\n' >/usr/local/sbin/journalctl; chmod +x /usr/local/sbin/journalctl
        {{Put("/run/downloads/minio", Server, "644")}}
        {{Put("/run/downloads/next", NextServer, "644")}}
        {{Put("/run/downloads/mc", Client, "644")}}
        {{Put("/run/downloads.pem", TestCertificates.Server.PrivateKey + TestCertificates.Server.Certificate, "600")}}
        {{Put("/run/downloads.py", File("downloads.py"))}}
        (exec python3 /run/downloads.py) >/dev/null 2>&1 &
        for _ in {1..100}; do [ -e /run/ready ] && break; sleep 0.1; done

        """;

    private static string Sha256(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLower(CultureInfo.InvariantCulture);
}

using CarbonioInfra.Components.Clusters;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.Platforms.Existing;
using CarbonioInfra.Components.Tests.LoadBalancers;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Tests.Sandboxes;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Tests.ObjectStores;

/// <summary>The check of a bucket against a server that verifies signatures by itself.</summary>
public sealed class BucketCheckTests(BucketCheckTests.Fixture fixture) : IClassFixture<BucketCheckTests.Fixture>
{
    private static readonly string Server = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ObjectStores", "s3-server.py"));

    [Fact]
    public void A_bucket_that_can_be_used_is_left_as_it_was()
    {
        var result = Run("", inspect: "cat /run/left");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(4, result.Stdout.Split("\"verdict\":\"ok\"").Length - 1);
        Assert.Equal("", result.Inspected);
        Assert.DoesNotContain("secret", result.Stdout + result.Stderr);
    }

    [Fact]
    public void The_server_that_says_so_takes_the_signature_of_another_client_too()
    {
        var result = Sandbox.Run(
            "curl -s --aws-sigv4 aws:amz:eu-central-1:s3 --user access:secret 'https://127.0.0.1:9443/mail?list-type=2&max-keys=1'", Arrange(""));

        Assert.Equal("<ListBucketResult/>", result.Stdout);
    }

    [Theory]
    [InlineData("GET", "", "bucket-lists: expected the bucket mail to list its objects, found 403 AccessDenied")]
    [InlineData("PUT", "", "bucket-writes: expected the bucket mail to take an object, found 403 AccessDenied")]
    [InlineData("DELETE", "", "bucket-deletes: expected the object to go again, found 403 AccessDenied")]
    [InlineData("garbage", "", "bucket-reads: expected the object to come back as it was written, found 7 other bytes")]
    [InlineData("", "bucket='\\''mail'\\''|bucket=other", "bucket-lists: expected the bucket other to list its objects, found 403 AccessDenied")]
    [InlineData("", "127.0.0.1:9443|127.0.0.1:9444", "bucket-reachable: expected an answer of https://127.0.0.1:9444 within 15 s, found [Errno 111] Connection refused")]
    public void What_cannot_be_done_with_it_is_reported(string flaw, string change, string message)
    {
        var result = Run(flaw, change);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    [Fact]
    public void A_wrong_key_is_refused() =>
        Assert.Contains("bucket-lists: expected the bucket mail to list its objects, found 403 SignatureDoesNotMatch", Run("", secret: "wrong").Stderr);

    [Fact]
    public void A_certificate_of_nobody_known_is_refused_before_anything_is_sent()
    {
        var result = Run("", arrange: "rm /etc/ssl/certs/$(openssl x509 -in /run/server.pem -noout -hash).0");

        Assert.Contains("bucket-tls: expected a certificate of https://127.0.0.1:9443 that this host trusts, found self", result.Stderr);
    }

    [Fact]
    public void Mailstores_check_it_and_nobody_else() =>
        Assert.Equal(["mbox1-bucket", "mbox2-bucket"], fixture.Plan.Commands().Keys.Where(name => name.EndsWith("-bucket", StringComparison.Ordinal)).Order());

    [Fact]
    public void The_deploying_machine_tries_it_too_and_leaves_it_as_it_was()
    {
        var result = Beforehand("", inspect: "cat /run/left");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("", result.Stdout + result.Stderr + result.Inspected);
    }

    [Theory]
    [InlineData("PUT", "", "", "bucket-writes: expected the bucket mail to take an object, found 403 AccessDenied")]
    [InlineData("", "kill $!", "", "bucket-reachable: expected an answer of https://127.0.0.1:9443 within 15 s, found [Errno 111] Connection refused")]
    [InlineData("", "while python=$(command -v python3); do rm $python; hash -r; done", "", "expected python3 on the machine that runs the deployment, to try the bucket; found none")]
    [InlineData("", "", "program=", "program: parameter null or not set")]
    [InlineData("", "", "program='exit()'", "the try of the bucket itself failed")]
    [InlineData("", "", "program='exit(3)'", "the try of the bucket itself failed")]
    public void What_the_deploying_machine_cannot_do_with_it_fails(string flaw, string arrange, string change, string message)
    {
        var result = Beforehand(flaw, arrange, change);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(message, result.Stderr);
        Assert.DoesNotContain("secret", result.Stdout + result.Stderr);
    }

    [Theory]
    [InlineData("/run/cert.pem", 0, "")]
    [InlineData("/run/other.pem", 1, "bucket-tls: expected a certificate of https://127.0.0.1:9443 that this host trusts, found self")]
    public void The_deploying_machine_trusts_the_authority_that_is_given_for_the_bucket_alone(string authority, int exitCode, string message)
    {
        var result = Beforehand("", $"""
            rm /etc/ssl/certs/$(openssl x509 -in /run/server.pem -noout -hash).0
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=other -keyout /dev/null -out /run/other.pem 2>/dev/null
            """, $"export authority=\"$(cat {authority})\"");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    private SandboxResult Beforehand(string flaw, string arrange = "", string change = "", string inspect = ":")
    {
        var inputs = fixture.Plan.Inputs("bucket-beforehand");
        var variables = (IReadOnlyDictionary<string, object>)inputs["environment"];
        var set = string.Concat(variables.Select(variable => $"export {variable.Key}={ScriptRenderer.Quote((string)variable.Value)}\n"));
        return Sandbox.Run($"{set}{change}\n{inputs["create"]}", Arrange(flaw) + arrange, inspect, (string)inputs["stdin"]);
    }

    private SandboxResult Run(string flaw, string change = "", string secret = "secret", string arrange = ":", string inspect = ":")
    {
        var command = fixture.Plan.Create("mbox1-bucket");
        if (change.Length > 0)
        {
            var changed = command.Replace(change.Split('|')[0], change.Split('|')[1], StringComparison.Ordinal);
            Assert.NotEqual(command, changed);
            command = changed;
        }

        return Sandbox.Run(command, Arrange(flaw) + arrange, inspect, Line("access") + Line(secret));

        static string Line(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)) + "\n";
    }

    private static string Arrange(string flaw) => $$"""
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
          -keyout /run/key.pem -out /run/cert.pem 2>/dev/null
        cat /run/key.pem /run/cert.pem >/run/server.pem
        cp /run/cert.pem "/etc/ssl/certs/$(openssl x509 -in /run/cert.pem -noout -hash).0"
        cat >/run/s3-server.py <<'SERVER'
        {{Server}}
        SERVER
        (exec python3 /run/s3-server.py {{flaw}}) >/dev/null 2>&1 &
        for _ in {1..100}; do [ -e /run/ready ] && break; sleep 0.1; done

        """;

    public sealed class Fixture : IAsyncLifetime
    {
        private Plan? _plan;

        internal Plan Plan => _plan!;

        public async ValueTask InitializeAsync()
        {
            var topology = Topology.HighAvailability("example.com");
            _plan = await Planning.Plan.OfAsync(() => new CarbonioCluster("carbonio", new CarbonioClusterArgs
            {
                Topology = topology,
                Platform = BalancedPlan.Platform(topology, virtualAddress: null),
                ExternalBucket = new ExternalBucket(new ObjectStore
                {
                    Endpoint = Output.Create("https://127.0.0.1:9443"),
                    Region = "eu-central-1",
                    Bucket = Output.Create("mail"),
                    AccessKey = Output.CreateSecret("access"),
                    SecretKey = Output.CreateSecret("secret"),
                }),
            }));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

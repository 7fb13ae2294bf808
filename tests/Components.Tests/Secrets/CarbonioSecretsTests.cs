using System.Collections.Immutable;
using CarbonioInfra.Components.Secrets;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Tests.Shared;
using Pulumi;
using Pulumi.Random;
using Pulumi.Utilities;

namespace CarbonioInfra.Components.Tests.Secrets;

public sealed class CarbonioSecretsTests
{
    private const string Password = "random:index/randomPassword:RandomPassword";

    [Fact]
    public async Task Every_account_has_a_password_of_its_own_that_begins_with_a_letter_and_is_a_secret()
    {
        ImmutableArray<Output<string>> passwords = [];
        var plan = await Plan.OfAsync(() =>
        {
            var secrets = new CarbonioSecrets("secret");
            passwords =
            [
                secrets.DirectoryRoot, secrets.DirectoryAdmin, secrets.DirectoryReplication, secrets.DirectoryPostfix, secrets.DirectoryAmavis,
                secrets.DirectoryNginx, secrets.Mesh, secrets.PostgresAdmin, secrets.PostgresReplication, secrets.Administrator,
            ];
            return secrets;
        });

        Assert.Equal(
            [
                "crandom-secret-administrator", "crandom-secret-directory-admin", "crandom-secret-directory-amavis", "crandom-secret-directory-nginx",
                "crandom-secret-directory-postfix", "crandom-secret-directory-replication", "crandom-secret-directory-root", "crandom-secret-mesh",
                "crandom-secret-postgres-admin", "crandom-secret-postgres-replication",
            ],
            (await Task.WhenAll(passwords.Select(OutputUtilities.GetValueAsync))).Order(StringComparer.Ordinal));
        Assert.All(await Task.WhenAll(passwords.Select(Output.IsSecretAsync)), Assert.True);
        Assert.All(plan.Resources.Where(resource => resource.Type == Password),
            resource => Assert.Equal(["length", "special"], resource.Inputs.Keys.Order()));
    }

    [Fact]
    public async Task Another_generation_is_that_passwords_alone()
    {
        var plan = await Plan.OfAsync(() => new CarbonioSecrets("secret", new Dictionary<string, string> { ["postgresReplication"] = "2" }));

        var changed = Assert.Single(plan.Resources, resource => resource.Inputs.ContainsKey("keepers"));
        Assert.Equal("secret-postgres-replication", changed.Name);
        Assert.Equal("2", ((ImmutableDictionary<string, object>)changed.Inputs["keepers"])["generation"]);
    }

    [Fact]
    public async Task A_password_that_no_step_could_set_anew_is_refused()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Plan.OfAsync(() =>
            new CarbonioSecrets("secret", new Dictionary<string, string> { ["mesh"] = "2", ["directory"] = "2" })));

        Assert.Contains("secretGenerations.directory: expected one of administrator, postgresAdministrator, postgresReplication, ", error.Message, StringComparison.Ordinal);
        Assert.Contains("found 'mesh'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_wording_of_the_library_makes_no_password_anew()
    {
        var options = await PlannedOptions.OfAsync(new RecordingMocks(), () => _ = new CarbonioSecrets("secret"));

        Assert.Equal(10, options.Of<RandomPassword>().Count);
        Assert.All(options.Of<RandomPassword>().Values, password => Assert.Equal(["length", "special"], password.IgnoreChanges));
        Assert.Equal(["length", "special", "upper"], Assert.Single(options.Of<RandomString>().Values).IgnoreChanges);
        Assert.Empty(options.Where(resource => resource.Protect == true || resource.RetainOnDelete == true));
    }
}

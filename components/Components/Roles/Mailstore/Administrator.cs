using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Nodes;
using Pulumi;

namespace CarbonioInfra.Components.Roles.Mailstore;

/// <summary>
/// The administrator's password. The step <c>administrator</c> sets it unless it logs in already, so another password in the program is
/// another one in Carbonio.
/// </summary>
public sealed class Administrator : ComponentResource
{
    /// <summary>Name of the account before the @, which the first mailstore's bootstrap makes.</summary>
    public const string DefaultName = "zextras";

    /// <summary>Where administrators log in; on the mailstore itself.</summary>
    public const string LoginUrl = "https://localhost:7071/service/admin/soap";

    /// <summary>How long the server may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Adds the step to <paramref name="node"/>.</summary>
    /// <param name="node">One mailstore of all.</param>
    /// <param name="account">Full name of the account, for example <c>zextras@example.com</c>.</param>
    /// <param name="password">Letters and digits only; a secret.</param>
    /// <param name="options">Component options.</param>
    public Administrator(CarbonioNode node, string account, Output<string> password, ComponentResourceOptions? options = null)
        : base("carbonio-infra:roles:Administrator", $"{node.Host.Name}-administrator-role", options)
    {
        node.Add("administrator", HostScript.Load("Roles/Mailstore/administrator.sh")
            .With("account", account)
            .With("login_url", LoginUrl)
            .With("patience_seconds", Number.Seconds(Patience))
            .WithSecret("administrator_password", password), this);
        RegisterOutputs();
    }
}

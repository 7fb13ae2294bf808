using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Naming;

/// <summary>Where the class of a token lives and what it is called.</summary>
internal sealed class TokenNames(PackageSchema package)
{
    /// <summary>The namespace of everything in the module "index".</summary>
    public string PackageNamespace { get; } = $"{package.CSharp.RootNamespace}.{Spell(package.CSharp, package.Name)}";

    /// <summary>What the package is called in names of its own, such as CommandResourceType.</summary>
    public string PackageClassPrefix { get; } = Spell(package.CSharp, package.Name).Replace(".", "");

    public string Namespace(string token)
    {
        var module = ModuleOf(token);
        return module.Length == 0 ? PackageNamespace : $"{PackageNamespace}.{Spell(package.CSharp, module)}";
    }

    public static string ClassName(string token) => Identifiers.UppercaseFirst(token.Split(':')[2]);

    /// <summary>A class cannot have a member of its own name, and every function's class has Invoke and InvokeAsync.</summary>
    public static string FunctionClassName(string token)
    {
        var name = ClassName(token);
        return name.ToUpperInvariant() is "INVOKE" or "INVOKEASYNC" ? name + "Function" : name;
    }

    public string ResourceClass(string token) => token.StartsWith("pulumi:providers:", System.StringComparison.Ordinal)
        ? $"{PackageNamespace}.Provider"
        : $"{Namespace(token)}.{package.Resources.First(resource => resource.Token == token).ClassName}";

    private string ModuleOf(string token)
    {
        if (token.StartsWith("pulumi:providers:", System.StringComparison.Ordinal))
            return "";
        var match = package.ModuleFormat.Match(token.Split(':')[1]);
        var module = match.Success ? match.Groups[1].Value : "";
        return module == "index" ? "" : module;
    }

    private static string Spell(CSharpSettings csharp, string name) =>
        csharp.Namespaces.TryGetValue(name, out var given)
            ? given
            : string.Join(".", name.Split('/').Select(Identifiers.Pascal));
}

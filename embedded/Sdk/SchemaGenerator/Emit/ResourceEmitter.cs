using System.Collections.Generic;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <summary>Writes a resource, or the provider, with the classes of its arguments and of its state.</summary>
internal sealed class ResourceEmitter(PackageSchema package, TokenNames tokens, TypeNames types, ArgumentsEmitter arguments)
{
    private const string Options = "global::Pulumi.CustomResourceOptions";

    public IEnumerable<GeneratedFile> Emit(ResourceSchema resource)
    {
        var @namespace = resource.IsProvider ? tokens.PackageNamespace : tokens.Namespace(resource.Token);
        var name = resource.ClassName;
        var code = new CodeWriter(@namespace);
        EmitClass(code, resource);
        yield return new GeneratedFile($"{@namespace}.{name}", code.ToString());

        yield return EmitArguments(@namespace, new ArgumentsClass(
            name + "Args", "ResourceArgs", null, resource.Inputs, Shape.Input, SendsJson: resource.IsProvider));
        if (resource is { IsProvider: false, StateInputs: { } state })
        {
            yield return EmitArguments(@namespace, new ArgumentsClass(
                name + "State", "ResourceArgs", null, state, Shape.State));
        }
    }

    private GeneratedFile EmitArguments(string @namespace, ArgumentsClass toEmit)
    {
        var code = new CodeWriter(@namespace);
        arguments.Emit(code, toEmit);
        return new GeneratedFile($"{@namespace}.{toEmit.Name}", code.ToString());
    }

    private void EmitClass(CodeWriter code, ResourceSchema resource)
    {
        var baseClass = resource.IsProvider ? "global::Pulumi.ProviderResource" : "global::Pulumi.CustomResource";
        code.Summary(resource.Description);
        code.Obsolete(resource.DeprecationMessage);
        code.Line($"[global::{tokens.PackageNamespace}.{UtilitiesEmitter.AttributeOf(tokens)}({Identifiers.Literal(resource.Token)})]");
        code.Block($"public partial class {resource.ClassName} : {baseClass}", () =>
        {
            foreach (var property in resource.Properties)
            {
                code.Summary(property.Description);
                code.Line($"[global::Pulumi.Output({Identifiers.Literal(property.WireName)})]");
                code.Line($"public global::Pulumi.Output<{types.Output(property)}> {property.Name} {{ get; private set; }} = null!;");
                code.Blank();
            }

            EmitConstructor(code, resource);
            if (!resource.IsProvider)
                EmitLookup(code, resource);
            EmitOptions(code, resource);
        });
    }

    private void EmitConstructor(CodeWriter code, ResourceSchema resource)
    {
        var args = resource.ClassName + "Args";
        var parameter = resource.Inputs.Any(input => input.IsRequired) ? $"{args} args" : $"{args}? args = null";
        var type = resource.IsProvider ? package.Name : resource.Token;
        code.Block(
            $"""
            public {resource.ClassName}(string name, {parameter}, {Options}? options = null)
                : base({Identifiers.Literal(type)}, name, args ?? new {args}(), MakeResourceOptions(options, ""))
            """,
            () => { });
        code.Blank();
    }

    private static void EmitLookup(CodeWriter code, ResourceSchema resource)
    {
        var (parameter, argument, state) = resource.StateInputs is null
            ? ("", "", "null")
            : ($"{resource.ClassName}State? state = null, ", "state, ", "state");
        var parameters = $"string name, global::Pulumi.Input<string> id, {parameter}{Options}? options = null";
        code.Block(
            $"""
            private {resource.ClassName}({parameters})
                : base({Identifiers.Literal(resource.Token)}, name, {state}, MakeResourceOptions(options, id))
            """,
            () => { });
        code.Blank();
        code.Line(
            $"""
            /// <summary>Reads a resource that exists already, instead of creating one.</summary>
            public static {resource.ClassName} Get({parameters})
                => new {resource.ClassName}(name, id, {argument}options);
            """);
        code.Blank();
    }

    private void EmitOptions(CodeWriter code, ResourceSchema resource) =>
        code.Block($"private static {Options} MakeResourceOptions({Options}? options, global::Pulumi.Input<string>? id)", () =>
        {
            code.Block($"var defaults = new {Options}", () =>
            {
                code.Line($"Version = global::{tokens.PackageNamespace}.Utilities.Version,");
                if (package.PluginDownloadUrl is { Length: > 0 } url)
                    code.Line($"PluginDownloadURL = {Identifiers.Literal(url)},");
                EmitList(code, "Aliases", resource.AliasTypes.Select(
                    type => $"new global::Pulumi.Alias {{ Type = {Identifiers.Literal(type)} }}"));
                EmitList(code, "AdditionalSecretOutputs", resource.Properties
                    .Where(property => property.IsSecret).Select(property => Identifiers.Literal(property.WireName)));
                EmitList(code, "ReplaceOnChanges", ReplaceOnChanges.Paths(package, resource).Select(Identifiers.Literal));
            }, "};");
            code.Line($"var merged = {Options}.Merge(defaults, options);");
            code.Line("merged.Id = id ?? merged.Id;");
            code.Line("return merged;");
        });

    private static void EmitList(CodeWriter code, string option, IEnumerable<string> items)
    {
        var list = string.Join(", ", items);
        if (list.Length > 0)
            code.Line($"{option} = {{ {list} }},");
    }
}

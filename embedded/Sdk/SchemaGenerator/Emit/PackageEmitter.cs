using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <summary>Writes all classes of a package.</summary>
internal sealed class PackageEmitter
{
    private readonly PackageSchema _package;
    private readonly Problems _problems;
    private readonly TokenNames _tokens;
    private readonly TypeUses _uses;
    private readonly TypeNames _types;
    private readonly DefaultValues _defaults;
    private readonly ArgumentsEmitter _arguments;
    private readonly OutputTypeEmitter _outputs;

    private PackageEmitter(PackageSchema package, Problems problems)
    {
        _package = package;
        _problems = problems;
        _tokens = new TokenNames(package);
        _uses = new TypeUses(package);
        _types = new TypeNames(package, _tokens, _uses);
        _defaults = new DefaultValues(package, _tokens, problems);
        _arguments = new ArgumentsEmitter(_types, _defaults);
        _outputs = new OutputTypeEmitter(_types);
    }

    public static ImmutableArray<GeneratedFile> Emit(PackageSchema package, Problems problems) =>
        new PackageEmitter(package, problems).Emit();

    private ImmutableArray<GeneratedFile> Emit()
    {
        var files = new FileCollection(_problems);
        CheckMemberNames();
        files.Add(UtilitiesEmitter.Emit(_package, _tokens), _package.Provider.Source);
        if (!_package.Config.IsEmpty)
            files.Add(new ConfigEmitter(_package, _tokens, _types, _defaults).Emit(), _package.Provider.Source);

        var resources = new ResourceEmitter(_package, _tokens, _types, _arguments);
        foreach (var resource in _package.Resources.Prepend(_package.Provider))
            files.Add(resources.Emit(resource), resource.Source);

        var functions = new FunctionEmitter(_package, _tokens, _types, _arguments, _outputs);
        foreach (var function in _package.Functions)
            files.Add(functions.Emit(function), function.Source);

        var enums = new EnumEmitter(_tokens);
        foreach (var schema in _package.Enums.Values)
            files.Add(enums.Emit(schema), schema.Source);

        foreach (var schema in _package.Objects.Values)
            files.Add(EmitObject(schema), schema.Source);
        return files.InOrder();
    }

    private IEnumerable<GeneratedFile> EmitObject(ObjectSchema schema)
    {
        foreach (var shape in new[] { Shape.Input, Shape.Plain, Shape.State, Shape.Output })
        {
            if (!_uses.IsUsed(schema.Token, shape))
                continue;
            var @namespace = $"{_tokens.Namespace(schema.Token)}.{TypeNames.ObjectNamespace(shape)}";
            var name = _types.ObjectClass(schema.Token, shape);
            var code = new CodeWriter(@namespace);
            if (shape == Shape.Output)
            {
                _outputs.Emit(code, name, schema.Description, schema.Properties);
            }
            else
            {
                var baseClass = shape == Shape.Plain ? "InvokeArgs" : "ResourceArgs";
                _arguments.Emit(code, new ArgumentsClass(name, baseClass, schema.Description, schema.Properties, shape));
            }

            yield return new GeneratedFile($"{@namespace}.{name}", code.ToString());
        }
    }

    private void CheckMemberNames()
    {
        foreach (var resource in _package.Resources.Prepend(_package.Provider))
        {
            MemberNames.CheckResource(resource, _problems);
            MemberNames.Check(resource.ClassName + "Args", resource.Inputs, _problems);
            MemberNames.Check(resource.ClassName + "State", resource.StateInputs ?? [], _problems);
        }

        foreach (var function in _package.Functions)
        {
            var name = TokenNames.FunctionClassName(function.Token);
            MemberNames.Check(name + "Args", function.Inputs ?? [], _problems);
            MemberNames.Check(name + "Result", function.Result ?? [], _problems);
        }

        foreach (var schema in _package.Objects.Values)
            MemberNames.Check(_types.ObjectClass(schema.Token, Shape.Output), schema.Properties, _problems);
    }
}

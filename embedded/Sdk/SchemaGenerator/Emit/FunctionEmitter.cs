using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CarbonioInfra.Embedded.SchemaGenerator.Naming;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <summary>Writes a function with the classes of its arguments and of its result.</summary>
internal sealed class FunctionEmitter(
    PackageSchema package, TokenNames tokens, TypeNames types, ArgumentsEmitter arguments, OutputTypeEmitter outputs)
{
    public IEnumerable<GeneratedFile> Emit(FunctionSchema function)
    {
        var @namespace = tokens.Namespace(function.Token);
        var name = TokenNames.FunctionClassName(function.Token);
        var code = new CodeWriter(@namespace);
        EmitClass(code, name, function);
        yield return new GeneratedFile($"{@namespace}.{name}", code.ToString());

        if (function.Inputs is { } inputs)
        {
            yield return EmitArguments(@namespace, name + "Args", inputs, Shape.Plain);
            if (HasResult(function) && !inputs.IsEmpty)
                yield return EmitArguments(@namespace, name + "InvokeArgs", inputs, Shape.Input);
        }

        if (function.Result is { } result)
        {
            var resultCode = new CodeWriter(@namespace);
            outputs.Emit(resultCode, name + "Result", null, result);
            yield return new GeneratedFile($"{@namespace}.{name}Result", resultCode.ToString());
        }
    }

    private GeneratedFile EmitArguments(string @namespace, string name, ImmutableArray<PropertySchema> inputs, Shape shape)
    {
        var code = new CodeWriter(@namespace);
        arguments.Emit(code, new ArgumentsClass(name, "InvokeArgs", null, inputs, shape));
        return new GeneratedFile($"{@namespace}.{name}", code.ToString());
    }

    private static bool HasResult(FunctionSchema function) => function.Result is not null || function.ResultType is not null;

    private void EmitClass(CodeWriter code, string name, FunctionSchema function)
    {
        var result = ResultOf(name, function);
        code.Summary(function.Description);
        code.Obsolete(function.DeprecationMessage);
        code.Block($"public static class {name}", () =>
        {
            var (plainParameter, plainArgument) = Arguments(name + "Args", function, function.Inputs is not null, canBeLeftOut: true);
            EmitMethod(
                code, function, $"global::System.Threading.Tasks.Task{result} InvokeAsync", "Async" + result,
                plainParameter + "global::Pulumi.InvokeOptions? options = null", plainArgument);
            if (!HasResult(function))
                return;

            // The second overload's options are not optional, or the two could not be told apart.
            var hasInputs = function.Inputs is { IsEmpty: false };
            var (parameter, argument) = Arguments(name + "InvokeArgs", function, hasInputs, canBeLeftOut: true);
            code.Blank();
            EmitMethod(
                code, function, $"global::Pulumi.Output{result} Invoke", result,
                parameter + "global::Pulumi.InvokeOptions? options = null", argument);
            (parameter, argument) = Arguments(name + "InvokeArgs", function, hasInputs, canBeLeftOut: false);
            code.Blank();
            EmitMethod(
                code, function, $"global::Pulumi.Output{result} Invoke", result,
                parameter + "global::Pulumi.InvokeOutputOptions options", argument);
        });
    }

    private void EmitMethod(
        CodeWriter code, FunctionSchema function, string head, string suffix, string parameters, string argument)
    {
        // The engine answers with an object; another result is the one value inside of it.
        var invoke = function.ResultType is null || IsObject(function.ResultType) ? "Invoke" : "InvokeSingle";
        code.Line($"public static {head}({parameters})");
        code.Line(
            $"    => global::Pulumi.Deployment.Instance.{invoke}{suffix}({Identifiers.Literal(function.Token)}, {argument}, "
            + $"global::{tokens.PackageNamespace}.Utilities.WithDefaults(options));");
    }

    private static (string Parameter, string Argument) Arguments(
        string className, FunctionSchema function, bool hasInputs, bool canBeLeftOut)
    {
        if (!hasInputs)
            return ("", "global::Pulumi.InvokeArgs.Empty");
        var isOptional = canBeLeftOut && !function.Inputs!.Value.Any(input => input.IsRequired);
        return (isOptional ? $"{className}? args = null, " : $"{className} args, ", $"args ?? new {className}()");
    }

    private bool IsObject(SchemaType type) => type is NamedType named && package.Objects.ContainsKey(named.Token);

    private string ResultOf(string name, FunctionSchema function) => function switch
    {
        { Result: not null } => $"<{name}Result>",
        { ResultType: { } type } => $"<{types.Value(type, Shape.Output)}>",
        _ => "",
    };
}

using CarbonioInfra.Embedded.SchemaGenerator.Naming;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Emit;

/// <summary>Writes what the classes of a package have in common: its version and how to ask the environment for defaults.</summary>
internal static class UtilitiesEmitter
{
    public static string AttributeOf(TokenNames tokens) => tokens.PackageClassPrefix + "ResourceTypeAttribute";

    public static GeneratedFile Emit(PackageSchema package, TokenNames tokens)
    {
        var code = new CodeWriter(tokens.PackageNamespace);
        var url = package.PluginDownloadUrl is { Length: > 0 } given
            ? $"\n        options.PluginDownloadURL ??= {Identifiers.Literal(given)};"
            : "";
        code.Line(
            $$"""
            internal static class Utilities
            {
                /// <summary>Version of the package and of the provider that goes with it.</summary>
                public const string Version = {{Identifiers.Literal(package.Version)}};

                /// <summary>The first of these environment variables that is set.</summary>
                public static string? GetEnv(params string[] names)
                {
                    foreach (var name in names)
                    {
                        if (global::System.Environment.GetEnvironmentVariable(name) is { } value)
                            return value;
                    }

                    return null;
                }

                public static bool? GetEnvBoolean(params string[] names) => GetEnv(names) switch
                {
                    "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
                    "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
                    _ => null,
                };

                public static int? GetEnvInt32(params string[] names) =>
                    int.TryParse(
                        GetEnv(names),
                        global::System.Globalization.NumberStyles.Integer,
                        global::System.Globalization.CultureInfo.InvariantCulture,
                        out var value) ? value : null;

                public static double? GetEnvDouble(params string[] names) =>
                    double.TryParse(
                        GetEnv(names),
                        global::System.Globalization.NumberStyles.Float,
                        global::System.Globalization.CultureInfo.InvariantCulture,
                        out var value) ? value : null;

                public static global::Pulumi.InvokeOptions WithDefaults(global::Pulumi.InvokeOptions? options)
                {
                    options ??= new global::Pulumi.InvokeOptions();
                    options.Version ??= Version;{{url}}
                    return options;
                }

                public static global::Pulumi.InvokeOutputOptions WithDefaults(global::Pulumi.InvokeOutputOptions? options)
                {
                    options ??= new global::Pulumi.InvokeOutputOptions();
                    options.Version ??= Version;{{url}}
                    return options;
                }
            }

            /// <summary>Names the type token of a resource class together with the version of this package.</summary>
            internal sealed class {{AttributeOf(tokens)}} : global::Pulumi.ResourceTypeAttribute
            {
                public {{AttributeOf(tokens)}}(string type)
                    : base(type, Utilities.Version)
                {
                }
            }
            """);
        return new GeneratedFile($"{tokens.PackageNamespace}.Utilities", code.ToString());
    }
}

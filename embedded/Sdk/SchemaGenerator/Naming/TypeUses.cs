using System.Collections.Generic;
using CarbonioInfra.Embedded.SchemaGenerator.Schema;

namespace CarbonioInfra.Embedded.SchemaGenerator.Naming;

/// <summary>From which sides each object type is reached; says which classes there must be and, partly, their names.</summary>
internal sealed class TypeUses
{
    private readonly PackageSchema _package;
    private readonly HashSet<(string Token, Shape Shape)> _shapes = [];
    private readonly HashSet<string> _plain = [];
    private readonly HashSet<string> _functionInputs = [];

    public TypeUses(PackageSchema package)
    {
        _package = package;
        FindInResource(package.Provider);
        foreach (var resource in package.Resources)
            FindInResource(resource);
        foreach (var function in package.Functions)
            FindInFunction(function);
    }

    public bool IsUsed(string token, Shape shape) => _shapes.Contains((token, shape));

    /// <summary>A function takes or gives this type as plain values.</summary>
    public bool IsPlain(string token) => _plain.Contains(token);

    /// <summary>A function takes this type in its form with inputs.</summary>
    public bool IsFunctionInput(string token) => _functionInputs.Contains(token);

    private void FindInResource(ResourceSchema resource)
    {
        Find(resource.Properties, Shape.Output);
        Find(resource.Inputs, Shape.Input);
        Find(resource.StateInputs ?? [], Shape.Input);
        Find(resource.StateInputs ?? [], Shape.State);
    }

    private void FindInFunction(FunctionSchema function)
    {
        foreach (var input in function.Inputs ?? [])
        {
            Find(input.Type, Shape.Plain, _plain, []);
            if (function.Result is not null || function.ResultType is not null)
                Find(input.Type, Shape.Input, _functionInputs, []);
        }

        foreach (var output in function.Result ?? [])
            Find(output.Type, Shape.Output, _plain, []);
        if (function.ResultType is not null)
            Find(function.ResultType, Shape.Output, _plain, []);
    }

    private void Find(IEnumerable<PropertySchema> properties, Shape shape)
    {
        foreach (var property in properties)
            Find(property.Type, shape, [], []);
    }

    private void Find(SchemaType type, Shape shape, HashSet<string> also, HashSet<string> seen)
    {
        switch (type)
        {
            case ArrayType array:
                Find(array.Element, shape, also, seen);
                break;
            case MapType map:
                Find(map.Element, shape, also, seen);
                break;
            case UnionType union:
                foreach (var element in union.Elements)
                    Find(element, shape, also, seen);
                break;
            case NamedType named when _package.Objects.TryGetValue(named.Token, out var found) && seen.Add(named.Token):
                _shapes.Add((named.Token, shape));
                also.Add(named.Token);
                foreach (var property in found.Properties)
                    Find(property.Type, shape, also, seen);
                break;
        }
    }
}

using Pulumi.Serialization;

namespace Pulumi;

/// <summary>
/// Puts together what the engine has to know about a resource. On the way it waits for everything that the resource refers to,
/// so the engine need not: by then, all of that has been registered.
/// </summary>
internal sealed class RequestBuilder(
    DeploymentContext deployment, Resource resource, bool custom, ResourceArgs args, ResourceOptions options)
{
    private readonly string _path = $"resource:{resource.GetResourceName()}[{resource.GetResourceType()}]";

    /// <exception cref="InvalidOperationException">An option is one that the engine does not know.</exception>
    public async Task<Rpc.RegisterResourceRequest> RegisterAsync()
    {
        var request = new Rpc.RegisterResourceRequest
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Custom = custom,
            Version = options.Version ?? "",
            PluginDownloadURL = options.PluginDownloadURL ?? "",
            CustomTimeouts = options.CustomTimeouts?.ToRequest(),
            IgnoreChanges = { options.IgnoreChanges },
            HideDiffs = { options.HideDiffs },
            AcceptSecrets = true,
            AcceptResources = deployment.Settings.AcceptResources,
            SupportsResultReporting = true,
            Hooks = new Rpc.ResourceHooksBinding(),
        };
        if (options.Protect is { } protect)
            request.Protect = protect;
        if (options.RetainOnDelete is { } retain)
            request.RetainOnDelete = retain;
        if (options is CustomResourceOptions customOptions)
            AddCustomOptions(request, customOptions);

        await AddReplacementOptionsAsync(request);
        var common = await PrepareAsync(_path);
        request.Object = common.Properties.Fields;
        request.Parent = common.Parent;
        request.Provider = common.Provider;
        request.Dependencies.AddRange(common.Dependencies);
        foreach (var (name, urns) in common.PropertyDependencies)
            request.PropertyDependencies.Add(name, new() { Urns = { urns } });

        await AddAliasesAsync(request);
        return request;
    }

    public async Task<Rpc.ReadResourceRequest> ReadAsync(string id)
    {
        var common = await PrepareAsync($"{_path}#...");
        return new Rpc.ReadResourceRequest
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Id = id,
            Parent = common.Parent,
            Provider = common.Provider,
            Properties = common.Properties.Fields,
            Dependencies = { common.Dependencies },
            Version = options.Version ?? "",
            AcceptSecrets = true,
            AcceptResources = deployment.Settings.AcceptResources,
        };
    }

    private static void AddCustomOptions(Rpc.RegisterResourceRequest request, CustomResourceOptions options)
    {
        request.ImportId = options.ImportId ?? "";
        request.DeleteBeforeReplaceDefined = options.DeleteBeforeReplace is not null;
        request.DeleteBeforeReplace = options.DeleteBeforeReplace ?? false;
        request.AdditionalSecretOutputs.AddRange(options.AdditionalSecretOutputs);
        request.ReplaceOnChanges.AddRange(options.ReplaceOnChanges);
        request.EnvVarMappings.Add(options.EnvVarMappings);
    }

    private async Task AddReplacementOptionsAsync(Rpc.RegisterResourceRequest request)
    {
        if (options.DeletedWith is { } owner)
        {
            await deployment.Features.RequireOptionAsync("deletedWith", nameof(ResourceOptions.DeletedWith));
            request.DeletedWith = await owner.Urn.GetValueAsync("");
        }

        var isReplaceWithChecked = false;
        await foreach (var input in options.ReplaceWith)
        {
            if (!isReplaceWithChecked)
                await deployment.Features.RequireOptionAsync("replaceWith", nameof(ResourceOptions.ReplaceWith));
            isReplaceWithChecked = true;

            if (await input.ToOutput().GetValueAsync(null!) is { } trigger
                && await trigger.Urn.GetValueAsync("") is { Length: > 0 } urn)
                request.ReplaceWith.Add(urn);
        }

        if (options.ReplacementTrigger is { } value)
        {
            var serializer = new PropertySerializer(await deployment.Features.ResourceReferencesAsync());
            request.ReplacementTrigger =
                await serializer.SerializeAsync($"{_path}.replacementTrigger", value) ?? WireValues.Null;
        }
    }

    // The order of waiting matters: it decides which registrations can be on their way at the same time.
    private async Task<Common> PrepareAsync(string path)
    {
        var explicitDependencies = await Dependencies.ListAsync(options.DependsOn);
        var properties = await PropertyBag.SerializeAsync(
            path,
            await args.ToDictionaryAsync(),
            await deployment.Features.ResourceReferencesAsync(),
            except: PropertyBag.ResourceNames);

        var parent = await ParentUrnAsync();
        var provider = custom && options.Provider is { } own ? await own.ReferenceAsync() : "";

        var dependencies = new HashSet<string>(await Dependencies.UrnsAsync(explicitDependencies));
        var propertyDependencies = new Dictionary<string, List<string>>();
        foreach (var (name, resources) in properties.Dependencies)
        {
            var urns = await Dependencies.UrnsAsync(resources);
            dependencies.UnionWith(urns);
            propertyDependencies.Add(name, urns);
        }

        return new(properties, parent, provider, dependencies, propertyDependencies);
    }

    private async Task<string> ParentUrnAsync()
    {
        if (options.Parent is null && resource.GetResourceType() == Stack.TypeToken)
            return "";
        return await (options.Parent ?? deployment.Stack).Urn.GetValueAsync("");
    }

    private async Task AddAliasesAsync(Rpc.RegisterResourceRequest request)
    {
        if (await deployment.Features.AliasSpecsAsync())
        {
            request.Aliases.AddRange(await AliasSpecs.OfAsync(options.Aliases));
            return;
        }

        foreach (var formerUrn in FormerUrn.All(resource, options.Parent))
        {
            if (await formerUrn.GetValueAsync("") is { Length: > 0 } urn && !request.AliasURNs.Contains(urn))
                request.AliasURNs.Add(urn);
        }
    }

    private sealed record Common(
        PropertyBag Properties,
        string Parent,
        string Provider,
        HashSet<string> Dependencies,
        Dictionary<string, List<string>> PropertyDependencies);
}

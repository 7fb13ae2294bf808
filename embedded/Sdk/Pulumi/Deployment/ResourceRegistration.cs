using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Makes one resource known to the engine and completes its outputs with the answer.</summary>
internal sealed class ResourceRegistration(
    DeploymentContext deployment, Resource resource, bool custom, ResourceArgs args, ResourceOptions options)
{
    /// <summary>Every output of the resource is complete when this ends, whichever way.</summary>
    public async Task CompleteAsync()
    {
        try
        {
            Complete(await AnswerAsync());
        }
        catch (Exception e)
        {
            foreach (var slot in resource.OutputSlots.Values)
                slot.TrySetException(e);
            throw;
        }
    }

    private void Complete(Answer answer)
    {
        var converter = new TypedConverter(warning => deployment.Log.Warn(warning, resource));
        foreach (var (name, slot) in resource.OutputSlots)
        {
            if (name == Markers.Urn)
                slot.SetValue(OutputData<object?>.Plain(answer.Urn));
            else if (name == Markers.Id && custom)
                slot.SetValue(OutputData<object?>.Plain(answer.Id) with { IsKnown = answer.Id.Length > 0 });
            else if (answer.Properties.Fields.TryGetValue(name, out var value))
                slot.SetValue(converter.Convert($"{resource.GetType().FullName}.{name}", value, slot.ValueType));
            else
                slot.TrySetDefault(isKnown: !deployment.Settings.IsDryRun && answer.Succeeded);
        }
    }

    private async Task<Answer> AnswerAsync()
    {
        if (options.Urn is { } urn)
            return await LookUpAsync(urn);

        // Generated classes ask for the identifier "" when they do not ask for anything.
        if (options.Id is { } input && await input.ToOutput().GetValueAsync("") is { Length: > 0 } id)
        {
            if (!custom)
            {
                throw new ArgumentException(
                    $"{nameof(ResourceOptions)}.{nameof(ResourceOptions.Id)} is only valid for a {nameof(CustomResource)}");
            }

            return await ReadAsync(id);
        }

        return await RegisterAsync();
    }

    private async Task<Answer> LookUpAsync(string urn)
    {
        var args = new Struct { Fields = { [Markers.Urn] = Value.ForString(urn) } };
        var found = await new FunctionInvoker(deployment).CallAsync("pulumi:pulumi:getResource", args, options: null);
        return new(
            found.Fields[Markers.Urn].StringValue, found.Fields[Markers.Id].StringValue, found.Fields["state"].StructValue, true);
    }

    private async Task<Answer> ReadAsync(string id)
    {
        var builder = new RequestBuilder(deployment, resource, custom, args, options);
        var request = await deployment.Registrations.PrepareAsync(resource, () => builder.ReadAsync(id));
        var response = await deployment.Registrations.AskAsync(() => deployment.Monitor.ReadResourceAsync(resource, request));
        return new(response.Urn, id, response.Properties, true);
    }

    private async Task<Answer> RegisterAsync()
    {
        var builder = new RequestBuilder(deployment, resource, custom, args, options);
        var request = await deployment.Registrations.PrepareAsync(resource, builder.RegisterAsync);
        var response = await deployment.Registrations.AskAsync(() => deployment.Monitor.RegisterResourceAsync(resource, request));
        return new(response.Urn, response.Id, response.Object, response.Result == Rpc.Result.Success);
    }

    private sealed record Answer(string Urn, string Id, Struct Properties, bool Succeeded);
}

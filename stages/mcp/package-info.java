/**
 * Speaks the Model Context Protocol (modelcontextprotocol.io, the versions that the SDK knows) with what an image runs: {@link
 * stages.mcp.McpHandshake} is the stage, and what it yields is evidence of that image alone. What a server says is data: it
 * is held against limits of time and size, and never run. The SDK is loaded when a handshake is made, and not before.
 */
@NullMarked
package stages.mcp;

import org.jspecify.annotations.NullMarked;

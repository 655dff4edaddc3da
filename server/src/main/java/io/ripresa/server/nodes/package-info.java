/** Nodes as processes of their own, for the demo with several of them and for chaos. */
@NullMarked
package io.ripresa.server.nodes;

import org.jspecify.annotations.NullMarked;
